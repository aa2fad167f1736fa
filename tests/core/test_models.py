"""What the settings accept, how their fields depend on each other, and which field a fault is reported at."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from dms_mail_desktop.models import (
    AccountType,
    AfterFetch,
    AuthMethod,
    Cloud,
    Encryption,
    MailServer,
    Mode,
    Point,
    Registration,
    SendingMethod,
    Settings,
    default_mailbox_port,
    default_smtp_port,
)
from dms_mail_desktop.rules import Strictness

ACCOUNT = {"host": "smtp.firma.pl", "login": "dms"}
SERVER = {**ACCOUNT, "enabled": True, "email": "dms@firma.pl"}


def faults(
    model: type[BaseModel], values: dict[str, Any], strictness: Strictness | None = None
) -> set[tuple[str, str]]:
    """What is wrong, as dotted field and type; nothing for values that are accepted."""
    try:
        model.model_validate(values, context=strictness)
    except ValidationError as error:
        return {(".".join(map(str, fault["loc"])), fault["type"]) for fault in error.errors()}
    return set()


def test_the_defaults_are_those_of_the_specification() -> None:
    server, point, registration = MailServer(), Point(), Registration()
    assert server.sending_method is SendingMethod.MAIL_COMPONENT
    assert (server.enabled, server.port, server.encryption) == (False, 25, Encryption.AUTO)
    assert (point.mode, point.account_type, point.port) == (Mode.GENERATE_DOCUMENTS, AccountType.IMAP, 993)
    assert (point.active, point.folder, point.after, point.interval) == (False, "INBOX", AfterFetch.LEAVE, 5)
    assert (registration.cloud, registration.tenant) == (Cloud.GLOBAL, "organizations")
    assert Settings() == Settings.model_validate({})


@pytest.mark.parametrize("model", [Settings, Registration, MailServer, Point])
def test_an_unknown_key_is_refused_at_its_place(model: type[BaseModel]) -> None:
    for strictness in Strictness:
        assert ("password", "extra_forbidden") in faults(model, {"password": "x"}, strictness)


@pytest.mark.parametrize(
    ("value", "field"),
    [(Settings(), "points"), (Registration(), "tenant"), (MailServer(), "host"), (Point(), "host")],
)
def test_a_model_cannot_be_changed(value: BaseModel, field: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(value, field, "x")


def test_every_point_gets_an_id_of_its_own() -> None:
    assert Point().id != Point().id


@pytest.mark.parametrize(
    ("encryption", "method", "port"),
    [
        (Encryption.AUTO, AuthMethod.PASSWORD, 25),
        (Encryption.AUTO, AuthMethod.OAUTH2, 587),
        (Encryption.STARTTLS, AuthMethod.PASSWORD, 25),
        (Encryption.STARTTLS, AuthMethod.OAUTH2, 587),
        (Encryption.TLS, AuthMethod.PASSWORD, 465),
        (Encryption.TLS, AuthMethod.OAUTH2, 465),
        (Encryption.NONE, AuthMethod.PASSWORD, 25),
    ],
)
def test_the_port_of_the_server_follows(encryption: Encryption, method: AuthMethod, port: int) -> None:
    assert default_smtp_port(encryption, method) == port
    values = {"encryption": encryption, "auth_method": method, "clear_text_confirmed": True}
    assert MailServer.model_validate(values).port == port
    assert MailServer.model_validate({key: str(value) for key, value in values.items()}).port == port
    assert MailServer.model_validate({**values, "port": 2525}).port == 2525


@pytest.mark.parametrize(
    ("kind", "encryption", "port"),
    [
        (AccountType.IMAP, Encryption.AUTO, 993),
        (AccountType.IMAP, Encryption.TLS, 993),
        (AccountType.IMAP, Encryption.STARTTLS, 143),
        (AccountType.IMAP, Encryption.NONE, 143),
        (AccountType.POP3, Encryption.AUTO, 995),
        (AccountType.POP3, Encryption.TLS, 995),
        (AccountType.POP3, Encryption.STARTTLS, 110),
        (AccountType.POP3, Encryption.NONE, 110),
    ],
)
def test_the_port_of_a_mailbox_follows(kind: AccountType, encryption: Encryption, port: int) -> None:
    assert default_mailbox_port(kind, encryption) == port
    values = {"account_type": kind, "encryption": encryption, "clear_text_confirmed": True}
    assert Point.model_validate(values).port == port
    assert Point.model_validate({**values, "port": 1143}).port == 1143


@pytest.mark.parametrize("model", [MailServer, Point])
def test_an_unknown_value_is_reported_at_its_field_and_not_at_the_port(model: type[BaseModel]) -> None:
    assert faults(model, {"encryption": "ssl"}) == {("encryption", "enum")}
    assert faults(model, {"encryption": []}) == {("encryption", "enum")}


@pytest.mark.parametrize("port", [0, 65536, -1])
@pytest.mark.parametrize("model", [MailServer, Point])
def test_a_port_is_between_1_and_65535(model: type[BaseModel], port: int) -> None:
    assert {field for field, _ in faults(model, {"port": port})} == {"port"}


@pytest.mark.parametrize("text", ["a\r\nRCPT TO:<x@y.pl>", "a\x00", "a\tb", "a\x7f", "x" * 501])
@pytest.mark.parametrize("field", ["login", "account_name", "description", "display_name"])
def test_a_line_holds_no_control_characters_and_is_not_endless(field: str, text: str) -> None:
    assert {place for place, _ in faults(MailServer, {field: text}, Strictness.STRUCTURE)} == {field}


def test_spaces_around_a_text_are_dropped() -> None:
    assert MailServer(email=" dms@firma.pl ").email == "dms@firma.pl"


def test_what_is_switched_off_may_be_empty_and_what_is_on_may_not() -> None:
    assert faults(MailServer, {}) == set()
    assert faults(MailServer, {"enabled": True}) == {
        ("email", "required"), ("host", "required"), ("login", "required"),
    }  # fmt: skip
    assert faults(MailServer, SERVER) == set()
    assert faults(Point, {}) == set()
    assert faults(Point, {"active": True}) == {("host", "required"), ("login", "required")}
    assert faults(Point, {"active": True, **ACCOUNT}) == set()


@pytest.mark.parametrize("model", [MailServer, Point])
def test_what_is_needed_to_connect_is_asked_for_even_when_switched_off(model: type[BaseModel]) -> None:
    assert {("host", "required"), ("login", "required")} <= faults(model, {}, Strictness.USE)


@pytest.mark.parametrize("model", [MailServer, Point])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"host": "https://poczta.pl"}, {("host", "host_is_url")}),
        ({"host": "dms@poczta.pl"}, {("host", "host_is_address")}),
        ({"host": "poczta pl"}, {("host", "host")}),
        ({"host": "poczta.żółw.pl"}, set()),
        ({"auth_method": "oauth2", "login": "dms"}, {("login", "oauth2_login")}),
        ({"auth_method": "oauth2", "login": "dms@żółw.pl"}, set()),
        ({"auth_method": "password", "login": r"FIRMA\dms"}, set()),
        ({"auth_method": "oauth2", "encryption": "none"}, {("encryption", "oauth2_needs_tls")}),
        (
            {"auth_method": "oauth2", "encryption": "none", "clear_text_confirmed": True},
            {("encryption", "oauth2_needs_tls")},
        ),
        ({"encryption": "none"}, {("clear_text_confirmed", "clear_text_unconfirmed")}),
        ({"encryption": "none", "clear_text_confirmed": True}, set()),
        ({"encryption": "starttls"}, set()),
    ],
)
def test_the_rules_of_every_account(
    model: type[BaseModel], values: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert faults(model, values) == expected
    assert faults(model, values, Strictness.STRUCTURE) == set()


@pytest.mark.parametrize("field", ["email", "reply_to"])
def test_addresses_of_the_server_are_addresses(field: str) -> None:
    assert faults(MailServer, {field: "firma.pl"}) == {(field, "address")}
    assert faults(MailServer, {field: "żółw@firma.pl"}) == {(field, "address_local_part")}
    assert faults(MailServer, {field: "biuro@żółw.pl"}) == set()
    assert faults(MailServer, {field: ""}) == set()


def test_all_faults_of_a_form_are_reported_together() -> None:
    values = {"enabled": True, "reply_to": "x", "host": "a b", "encryption": "none", "auth_method": "oauth2"}
    assert faults(MailServer, values) == {
        ("email", "required"),
        ("reply_to", "address"),
        ("host", "host"),
        ("encryption", "oauth2_needs_tls"),
        ("login", "required"),
    }


def test_the_sql_profile_has_no_server_of_its_own_and_no_oauth2() -> None:
    values = {"sending_method": "sql_profile", "enabled": True, "email": "dms@firma.pl"}
    assert faults(MailServer, values) == set()
    assert faults(MailServer, {**values, "auth_method": "oauth2"}) == {("auth_method", "oauth2_needs_component")}


def test_a_shared_mailbox_is_an_address() -> None:
    values = {"auth_method": "oauth2", "mailbox": "faktury"}
    assert faults(Point, values) == {("mailbox", "address")}
    assert faults(Point, {**values, "mailbox": "faktury@firma.pl"}) == set()
    assert faults(Point, {**values, "auth_method": "password"}) == set()


def test_moving_needs_another_folder_to_move_to() -> None:
    assert faults(Point, {"after": "move"}) == {("after_folder", "required")}
    assert faults(Point, {"after": "move", "after_folder": "INBOX"}) == {("after_folder", "same_folder")}
    assert faults(Point, {"after": "move", "folder": "", "after_folder": ""}) == {("after_folder", "required")}
    assert faults(Point, {"after": "move", "after_folder": "Archiwum"}) == set()


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("leave", set()),
        ("delete", set()),
        ("mark_read", {("after", "pop3_cannot")}),
        ("move", {("after", "pop3_cannot")}),
    ],
)
def test_pop3_can_only_leave_and_delete(after: str, expected: set[tuple[str, str]]) -> None:
    assert faults(Point, {"account_type": "pop3", "after": after}) == expected


def test_a_field_of_the_document_is_filled_once() -> None:
    values = {"subject_field": "Opis", "body_field": "opis"}
    assert faults(Point, values) == {("body_field", "duplicate")}
    assert faults(Point, {"subject_field": "", "body_field": ""}) == set()


@pytest.mark.parametrize(
    ("sender", "right"),
    [("*@firma.pl", True), ("jan@firma.pl", True), ("firma.pl", False), ("*@", False), ("j*@firma.pl", False)],
)
def test_allowed_senders_are_addresses_or_domains(sender: str, *, right: bool) -> None:
    found = faults(Point, {"allowed_senders": ["*@żółw.pl", sender]})
    assert found == (set() if right else {("allowed_senders", "sender_pattern")})


@pytest.mark.parametrize(("extension", "right"), [("pdf", True), (".XML", True), ("*.pdf", False), ("tar.gz", False)])
def test_allowed_extensions_are_extensions(extension: str, *, right: bool) -> None:
    assert (faults(Point, {"allowed_extensions": [extension]}) == set()) is right


def test_points_have_names_and_ids_of_their_own() -> None:
    points = [{"id": "1", "name": "Faktury"}, {"id": "2", "name": "FAKTURY"}, {"id": "1", "name": " "}]
    assert faults(Settings, {"points": points}) == {
        ("points.1.name", "duplicate"), ("points.2.name", "required"), ("points.2.id", "duplicate"),
    }  # fmt: skip
    assert faults(Settings, {"points": points}, Strictness.STRUCTURE) == set()


@pytest.mark.parametrize(("interval", "right"), [(0, False), (1, True), (1440, True), (1441, False)])
def test_a_point_runs_at_most_daily_and_at_least_each_minute(interval: int, *, right: bool) -> None:
    assert (faults(Point, {"interval": interval}) == set()) is right


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {("client_id", "required")}),
        ({"client_id": "11111111-2222-3333-4444-555555555555"}, set()),
        ({"client_id": "11111111 2222"}, {("client_id", "client_id")}),
        ({"client_id": "a", "tenant": ""}, {("tenant", "required")}),
        ({"client_id": "a", "tenant": "firma.onmicrosoft.com"}, set()),
        ({"client_id": "a", "tenant": "firma/../common"}, {("tenant", "tenant")}),
        ({"client_id": "a", "tenant": "https://firma"}, {("tenant", "tenant")}),
    ],
)
def test_a_registration_at_microsoft(values: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert faults(Registration, values, Strictness.USE) == expected


CUSTOM = {
    "cloud": "custom", "client_id": "dms", "issuer": "https://id.firma.pl/realm", "scopes": ["mail"],
    "mail_hosts": ["poczta.firma.pl"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"tenant": ""}, set()),
        ({"issuer": ""}, {("issuer", "required")}),
        ({"issuer": "http://id.firma.pl"}, {("issuer", "issuer")}),
        ({"issuer": "https://id.firma.pl/?a=1"}, {("issuer", "issuer")}),
        ({"issuer": "https://jan@id.firma.pl"}, {("issuer", "issuer")}),
        ({"issuer": "https://id.firma.pl"}, set()),
        ({"scopes": []}, {("scopes", "required")}),
        ({"mail_hosts": []}, {("mail_hosts", "required")}),
        ({"mail_hosts": ["poczta.firma.pl", "https://x"]}, {("mail_hosts", "host")}),
    ],
)
def test_a_registration_elsewhere(values: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert faults(Registration, {**CUSTOM, **values}, Strictness.USE) == expected


def test_a_registration_may_be_saved_before_it_is_complete() -> None:
    assert faults(Registration, {}) == set()
    assert faults(Registration, {"cloud": "custom"}) == set()
    assert faults(Registration, {"cloud": "custom", "mail_hosts": ["a b"]}) == {("mail_hosts", "host")}


def test_a_fault_deep_in_the_settings_is_reported_by_its_whole_place() -> None:
    values = {
        "mail_server": {"enabled": True, **ACCOUNT},
        "points": [{}, {"host": "a b", "interval": 0}, {"host": "/"}],
    }
    assert faults(Settings, values) == {
        ("mail_server.email", "required"),
        ("points.1.interval", "greater_than_equal"),
        ("points.2.host", "host_is_url"),
    }


def test_the_version_is_called_schema_in_a_document() -> None:
    assert Settings().model_dump()["schema"] == 1
    assert "schema_version" not in Settings().model_dump()
