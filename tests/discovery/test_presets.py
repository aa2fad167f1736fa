"""The table of mail services: whole, encrypted, and found by address or MX host."""

import pytest

from dms_mail_desktop.coherence import incoherences
from dms_mail_desktop.models import AccountType, AuthMethod, Encryption, MailServer, Point, Registration
from dms_mail_desktop.presets import Preset, preset_of, preset_of_mx, presets
from dms_mail_desktop.rules import ascii_domain, host_fault, is_personal

REGISTERED = Registration(client_id="11111111-2222-3333-4444-555555555555", tenant="common")


def name_of(preset: Preset | None) -> str | None:
    return preset.name if preset else None


@pytest.mark.parametrize("preset", presets().values(), ids=list(presets()))
def test_every_service_is_whole_and_encrypted(preset: Preset) -> None:
    assert preset.name
    assert preset.source
    assert preset.domains or preset.mx
    assert preset.smtp
    assert preset.imap
    for server in (preset.smtp, preset.imap, preset.pop3):
        if server:
            assert host_fault(server.host) is None
            assert server.encryption in (Encryption.TLS, Encryption.STARTTLS)
    for domain in (*preset.domains, *preset.mx):
        assert ascii_domain(domain) == domain


@pytest.mark.parametrize("preset", presets().values(), ids=list(presets()))
def test_the_values_of_a_service_fit_together(preset: Preset) -> None:
    address = f"jan@{preset.domains[0] if preset.domains else 'firma.pl'}"
    blank = MailServer(email=address), Point(), Point(account_type=AccountType.POP3)
    for account in blank:
        values = preset.values_for(account, address)
        filled = account.model_copy(update=dict(values))
        assert incoherences(filled, REGISTERED) == ()
        assert not values or filled.login == address


def test_no_domain_and_no_mx_belongs_to_two_services() -> None:
    domains = [domain for preset in presets().values() for domain in preset.domains]
    ends = [end for preset in presets().values() for end in preset.mx]
    assert len(domains) == len(set(domains))
    assert len(ends) == len(set(ends))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("jan@wp.pl", "WP Poczta"),
        ("JAN@Onet.EU", "Onet Poczta"),
        ("jan@gmail.com", "Gmail"),
        ("jan@outlook.com", "Outlook.com"),
        ("jan@firma.pl", None),
        ("jan@xwp.pl", None),
        ("jan@wp.pl.firma.pl", None),
        ("jan", None),
        ("", None),
    ],
)
def test_a_service_is_known_by_the_domain_of_an_address(address: str, name: str | None) -> None:
    assert name_of(preset_of(address)) == name


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (["firma-pl.mail.protection.outlook.com."], "Microsoft 365"),
        (["firma-pl.k-v1.mx.microsoft."], "Microsoft 365"),
        (["outlook-com.olc.protection.outlook.com."], "Outlook.com"),
        (["ASPMX.L.GOOGLE.COM.", "alt1.aspmx.l.google.com."], "Gmail"),
        (["mx1.mail.ovh.net."], "OVHcloud MX Plan"),
        (["mail.protection.outlook.com.evil.example."], None),
        (["xmail.ovh.net."], None),
        (["mx.firma.pl."], None),
        ([], None),
    ],
)
def test_a_service_is_known_by_who_receives_the_mail(hosts: list[str], name: str | None) -> None:
    assert name_of(preset_of_mx(hosts)) == name


def test_microsofts_services_are_oauth2_and_the_others_are_not() -> None:
    oauth2 = {key for key, preset in presets().items() if preset.method is AuthMethod.OAUTH2}
    assert oauth2 == {"microsoft_365", "outlook_com"}
    assert all(
        preset.personal == is_personal(f"a@{preset.domains[0]}") for preset in presets().values() if preset.domains
    )


def test_a_protocol_that_is_not_offered_changes_nothing() -> None:
    icloud = presets()["icloud"]
    assert icloud.values_for(Point(account_type=AccountType.POP3), "a@icloud.com") == {}


def test_a_login_that_is_there_is_kept() -> None:
    values = presets()["wp"].values_for(MailServer(login="jan"), "jan@wp.pl")
    assert values == {"host": "smtp.wp.pl", "port": 465, "encryption": "tls", "auth_method": "password", "login": "jan"}


def test_a_login_of_another_well_known_service_gives_way_to_the_address() -> None:
    gmail = presets()["gmail"]
    assert gmail.values_for(MailServer(login="jan@wp.pl"), "jan@gmail.com")["login"] == "jan@gmail.com"
    assert gmail.values_for(MailServer(login="ola@gmail.com"), "jan@gmail.com")["login"] == "ola@gmail.com"
    assert gmail.values_for(MailServer(login="jan@firma.pl"), "jan@gmail.com")["login"] == "jan@firma.pl"
