"""Names of fields, and what to enter where a value is refused."""

from collections.abc import Mapping

from dms_mail_desktop.rules import IMPLICIT_TLS_PORTS
from dms_mail_desktop.wording.sentences import Sentences


def _place(path: str) -> tuple[str, str]:
    """Scope and name of a field: `points.0.host` is host of a point."""
    parts = path.split(".")
    scope = "point" if parts[0] in ("points", "point") else ""
    return scope, next((part for part in reversed(parts) if not part.isdigit()), path)


def field_label(say: Sentences, path: str) -> str:
    """The label of a field as the screens show it; `path` is its name alone or from the settings' root."""
    scope, name = _place(path)
    key = say.first(f"field.{scope}.{name}", f"field.{name}")
    return say.say(key) if key else name


def value_text(say: Sentences, name: str, value: object) -> str:
    """A field's value as the screens show it; "" for one that is empty."""
    if value in ("", (), None):
        return ""
    key = say.first(f"value.{name}.{value}", f"value.bool.{str(value).lower()}")
    return say.say(key) if key else say.formats.plain(value)


def fault_sentence(say: Sentences, fault: str, path: str, context: Mapping[str, object]) -> str:
    """The sentence that says what to enter; `fault` is a rules.Fault or a pydantic error type, `context` its ctx."""
    scope, name = _place(path)
    start = f"fault.{fault}"
    key = say.first(f"{start}.{scope}.{name}", f"{start}.{name}", f"{start}.any", "fault.any")
    return say.say(key, **context)


def encryption_help(say: Sentences, encryption: str, port: int, *, oauth2: bool, confirmed: bool) -> str:
    """The line below Metoda szyfrowania: what the choice means at this port."""
    if encryption == "none":
        kind = "none_oauth2" if oauth2 else "none_confirmed" if confirmed else "none"
    elif encryption == "auto":
        kind = "tls" if port in IMPLICIT_TLS_PORTS else "starttls"
    else:
        kind = encryption
    return say.say(f"gui.help.encryption.{kind}")
