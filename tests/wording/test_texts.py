"""Both languages say the same things, and the program asks for nothing that they do not say."""

import ast
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from pydantic import ValidationError

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, NetworkFault, SignInLoss, Stage, TlsFault, TokenFault
from dms_mail_desktop.models import MailServer, Point, Registration
from dms_mail_desktop.wording.advice import FILES, Advice, catalogue
from dms_mail_desktop.wording.catalogue import LANGUAGES, PLURAL_FORMS, Language, Text, plural_form, texts

ROOT = Path(__file__).parents[2]
FORMS = {"", "number", "bytes", "duration", "span", "clock", "date", "time", "moment", "ps"}
SPOKEN = {"say", "text", "first", "stage"}


def templates(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def slots(template: str) -> set[tuple[str, str]]:
    return {(name, form or "") for _, name, form, _ in Formatter().parse(template) if name is not None}


def all_slots(text: Text) -> set[tuple[str, str]]:
    return set().union(*map(slots, templates(text)))


def family(root: type[MailDesktopError] = MailDesktopError) -> Iterator[type[MailDesktopError]]:
    yield root
    for child in root.__subclasses__():
        yield from family(child)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def test_both_languages_have_the_same_keys() -> None:
    assert texts("pl").keys() == texts("en").keys()


@pytest.mark.parametrize("key", sorted(texts("pl")))
def test_both_languages_name_the_same_facts_in_the_same_forms(key: str) -> None:
    assert all_slots(texts("pl")[key]) == all_slots(texts("en")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_name_plain_facts_in_known_forms_and_are_not_empty(language: Language) -> None:
    for key, text in texts(language).items():
        assert all(template.strip() == template != "" for template in templates(text)), key
        assert all(name.isidentifier() and form in FORMS for name, form in all_slots(text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_with_several_forms_have_every_form_of_the_language(language: Language) -> None:
    assert all(isinstance(text, str) or text.keys() == PLURAL_FORMS[language] for text in texts(language).values())


@pytest.mark.parametrize(
    ("count", "polish", "english"),
    [
        (0, "many", "other"),
        (1, "one", "one"),
        (2, "few", "other"),
        (4, "few", "other"),
        (5, "many", "other"),
        (12, "many", "other"),
        (14, "many", "other"),
        (21, "many", "other"),
        (22, "few", "other"),
        (112, "many", "other"),
    ],
)
def test_the_plural_form_follows_the_number(count: int, polish: str, english: str) -> None:
    assert (plural_form("pl", count), plural_form("en", count)) == (polish, english)


def test_reasons_stand_after_a_colon() -> None:
    for language in LANGUAGES:
        reasons = [text for key, text in texts(language).items() if key.endswith(".reason") and isinstance(text, str)]
        reasons += [entry.text(language).reason for entry in catalogue() if entry.text(language).reason]
        assert len(reasons) > 40
        clauses = [re.sub(r"^(Google|Microsoft)\b", "name", reason) for reason in reasons]
        assert [clause for clause in clauses if clause[0].isupper() or clause.endswith(".")] == []


def test_causes_and_remedies_are_whole_sentences() -> None:
    for language in LANGUAGES:
        sentences = {
            key: text
            for key, text in texts(language).items()
            if re.search(r"^error\..*\.(cause|remedy)|^fault\.", key) and isinstance(text, str)
        }
        for entry in catalogue():
            text = entry.text(language)
            sentences |= {f"{entry.name}.cause": text.cause}
            sentences |= {f"{entry.name}.{number}": step for number, step in enumerate(text.steps, 1)}
        assert [key for key, text in sentences.items() if not (text[0].isupper() and text.endswith("."))] == []


def test_causes_point_at_nothing_below_them() -> None:
    for language, word in (("pl", "poniżej"), ("en", "below")):
        causes = {key: text for key, text in texts(language).items() if re.search(r"^error\..*\.cause", key)}
        assert [key for key, text in causes.items() if word in str(text)] == []


def test_every_error_has_its_own_words() -> None:
    lacking = [
        f"error.{snake(error.__name__)}.{part}"
        for error in family()
        for part in ("reason", "cause", "remedy")
        if f"error.{snake(error.__name__)}.{part}" not in texts("pl")
    ]
    assert lacking == []


def test_words_about_errors_are_about_errors_that_exist() -> None:
    names = {snake(error.__name__) for error in family()}
    kinds = {*Stage, *TlsFault, *NetworkFault, *SignInLoss, *TokenFault}
    for key in texts("pl"):
        path = key.split(".")
        if path[0] == "error":
            assert path[1] in names, key
            assert len(path) == 3 or path[2] in kinds, key


def test_every_field_and_every_stage_has_its_name() -> None:
    for model, scope in ((MailServer, ""), (Registration, ""), (Point, "point.")):
        for field in set(model.model_fields) - {"id"}:
            assert f"field.{scope}{field}" in texts("pl") or f"field.{field}" in texts("pl"), field
    assert [stage for stage in Stage if f"stage.{stage}" not in texts("pl")] == []


def spoken_keys(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Keys in calls of say, text, first and stage; True for a whole key, False for the beginning of one."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for argument in node.args if name in SPOKEN else ():
            for part in ast.walk(argument):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                    yield part.value, not isinstance(argument, ast.JoinedStr)


def spoken() -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for path in sorted((ROOT / "src" / "dms_mail_desktop").rglob("*.py")):
        if not {"generated", "sandbox"} & set(path.parts):
            for key, whole in spoken_keys(ast.parse(path.read_text(encoding="utf-8"))):
                found[key] = whole and found.get(key, True)
    return {key: whole for key, whole in found.items() if re.fullmatch(r"[a-z_]+\.[a-z_.]*", key)}


def test_every_key_that_is_asked_for_exists() -> None:
    asked = spoken()
    assert len(asked) > 30
    unknown = [
        key
        for key, whole in asked.items()
        if (key not in texts("pl") if whole else not any(known.startswith(key) for known in texts("pl")))
    ]
    assert unknown == []


def test_every_text_is_asked_for() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "src" / "dms_mail_desktop").rglob("*.py"))
    )
    beginnings = tuple(re.findall(r"""f["']([a-z_]+\.(?:[a-z_]+[._])*)\{""", source))
    assert [key for key in texts("pl") if not key.startswith(beginnings) and f'"{key}"' not in source] == []


def test_the_package_holds_the_texts_of_the_checkout() -> None:
    packed = files("dms_mail_desktop") / "data" / "wording"
    folder = ROOT / "resources" / "wording"
    for path in sorted(folder.rglob("*.toml")):
        same = (packed / path.relative_to(folder)).read_bytes() == path.read_bytes()
        assert same, f"{path.name} is older in the package: run packaging/hatch_build.py"


OF_ITS_OWN = re.compile(r"[A-Z][A-Z/-]+$")
"""A response code of IMAP or POP3, whose meaning an RFC settles; NO, BAD, BYE and the server's words do not."""
ORIGIN = re.compile(r"https://|RFC \d|getaddrinfo|unverified|Microsoft 365 message|observed")


def test_every_advice_is_whole() -> None:
    assert len(catalogue()) > 150
    known = {
        *("login", "sender", "sender_domain", "mailbox", "host", "port", "tenant", "client_id", "consent_url"),
        *("portal", "code", "issuer", "subject", "proxy", "backend", "tls_port", "starttls_port"),
    }
    for entry in catalogue():
        settled = all(OF_ITS_OWN.match(code) and code not in ("NO", "BAD", "BYE") for code in entry.codes)
        ours = not {"smtp", "imap", "pop3"} & set(entry.where)
        assert entry.words or settled or ours, f"{entry.name}: a code alone has many meanings"
        assert ORIGIN.search(entry.source), entry.name
        polish, english = entry.pl, entry.en
        pairs = [
            (polish.cause, english.cause),
            (polish.portal, english.portal),
            *zip(polish.steps, english.steps, strict=True),
        ]
        for first, second in pairs:
            assert slots(first) == slots(second), entry.name
        for template in (polish.reason, polish.cause, polish.portal, *polish.steps, entry.command, entry.link):
            assert {name for name, _ in slots(template)} <= known, entry.name
        bare = {name for name, form in slots(entry.command) if form != "ps"}
        assert bare <= {"consent_url", "port"}, entry.name


def test_an_entry_is_strict_about_its_table() -> None:
    text = {"cause": "C.", "steps": ["S."]}
    whole = {"where": ["smtp"], "codes": [550], "waiting": "no", "source": "RFC 5321", "pl": text, "en": text}
    assert Advice(name="whole", **whole).codes == ("550",)
    wrong: list[dict[str, object]] = [
        {"colour": "red"},
        {"where": ["smtps"]},
        {"where": []},
        {"codes": []},
        {"words": "("},
        {"waiting": "week"},
        {"stages": ["afterwards"]},
        {"source": ""},
        {"pl": text | {"steps": []}},
        {"pl": text | {"reason": "only here"}},
        {"pl": text | {"portal": "a > b"}, "en": text | {"portal": "a > b"}, "command": "Get-Date"},
    ]
    for change in wrong:
        with pytest.raises(ValidationError):
            Advice(name="wrong", **(whole | change))
    for missing in whole:
        with pytest.raises(ValidationError):
            Advice(name="wrong", **{key: value for key, value in whole.items() if key != missing})


def test_every_file_of_the_catalogue_is_read_and_no_name_is_taken_twice() -> None:
    assert {path.stem for path in (ROOT / "resources" / "wording" / "advice").iterdir()} == set(FILES)
    assert len({entry.name for entry in catalogue()}) == len(catalogue())


def test_no_two_sign_in_entries_claim_the_same_mark() -> None:
    marks = [code for entry in catalogue() if "sign_in" in entry.where for code in entry.codes]
    assert len(marks) == len(set(marks))


def test_the_package_of_errors_names_the_whole_family() -> None:
    assert {name for name in errors.__all__ if issubclass(getattr(errors, name), Exception)} == {
        error.__name__ for error in family()
    }


def test_the_end_of_passwords_for_mailboxes_has_one_date_everywhere() -> None:
    advice = (ROOT / "resources" / "wording" / "advice" / "exchange.toml").read_text(encoding="utf-8")
    assert "od stycznia 2023 roku" in advice
    assert "2022" not in advice
