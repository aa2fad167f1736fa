"""A refused value comes with a sentence that says what to enter."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from dms_mail_desktop.models import MailServer, Point, Registration, Settings
from dms_mail_desktop.rules import Fault, Strictness
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.catalogue import LANGUAGES, texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_its_sentence(fault: Fault, language: str) -> None:
    wording = Wording(language)
    for field in (
        *MailServer.model_fields,
        *Registration.model_fields,
        *(f"points.0.{name}" for name in Point.model_fields),
    ):
        sentence = wording.fault(fault, field)
        assert re.fullmatch(r"[A-ZŁŚŻ].*\.", sentence)
        assert sentence != wording.say("fault.any")


def test_sentences_know_the_field() -> None:
    wording = Wording("pl")
    assert wording.fault(Fault.ADDRESS, "email") == "Podaj pełny adres, na przykład powiadomienia@firma.pl."
    assert wording.fault(Fault.REQUIRED, "mail_server.host") == "Podaj nazwę lub adres serwera poczty wychodzącej."
    assert wording.fault(Fault.REQUIRED, "points.3.host") == "Podaj nazwę lub adres serwera poczty przychodzącej."


def test_an_unknown_fault_still_says_something() -> None:
    assert Wording("pl").fault("a_new_pydantic_type", "email") == "Popraw wartość tego pola."


def faults(
    model: type[MailServer | Point | Registration | Settings], values: Mapping[str, Any]
) -> list[tuple[str, str]]:
    wording = Wording("pl")
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values, context=Strictness.USE)
    return [
        (".".join(map(str, fault["loc"])), wording.fault(fault["type"], str(fault["loc"][-1]), fault.get("ctx")))
        for fault in caught.value.errors()
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"port": 70000}, "Podaj numer portu od 1 do 65535."),
        ({"port": "pięć"}, "Podaj numer portu od 1 do 65535."),
        ({"account_name": "x" * 501}, "Skróć tekst do 500 znaków."),
        ({"account_name": "a\x00b"}, "Wpisz jeden wiersz tekstu, bez znaków sterujących."),
        ({"account_name": 7}, "Podaj tekst."),
        ({"enabled": "być może"}, "Podaj true albo false."),
        ({"encryption": "rot13"}, "Podaj jedną z wartości: 'auto', 'tls', 'starttls' or 'none'."),
        ({"passwort": "x"}, "Usuń tę wartość: program jej nie zna."),
    ],
)
def test_pydantics_own_refusals_are_translated(values: dict[str, Any], sentence: str) -> None:
    [(_, found)] = faults(MailServer, values)
    assert found == sentence


def test_every_field_is_named_by_its_label() -> None:
    wording = Wording("pl")
    assert wording.field_label("mail_server.email") == "Email (wychodzący)"
    assert wording.field_label("points.0.host") == "Serwer poczty przychodzącej"
    assert wording.field_label("host") == "Nazwa serwera"
    assert wording.field_label("nothing_of_ours") == "nothing_of_ours"


@pytest.mark.parametrize(
    ("encryption", "port", "oauth2", "confirmed", "key"),
    [
        ("auto", 587, True, False, "starttls"),
        ("auto", 465, False, False, "tls"),
        ("auto", 993, False, False, "tls"),
        ("tls", 587, False, False, "tls"),
        ("starttls", 465, False, False, "starttls"),
        ("none", 25, False, False, "none"),
        ("none", 25, False, True, "none_confirmed"),
        ("none", 25, True, True, "none_oauth2"),
    ],
)
def test_the_help_says_what_the_encryption_means(
    encryption: str, port: int, oauth2: bool, confirmed: bool, key: str
) -> None:
    found = Wording("pl").encryption_help(encryption, port, oauth2=oauth2, confirmed=confirmed)
    assert found == texts("pl")[f"gui.help.encryption.{key}"]
