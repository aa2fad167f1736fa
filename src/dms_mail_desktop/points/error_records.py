"""Errors as they are kept in the ledger: name and facts, so that words are found when somebody reads them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any, TypeGuard, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from dms_mail_desktop import errors
from dms_mail_desktop.errors import MailDesktopError, PointError


def error_text(error: MailDesktopError | None) -> str:
    """JSON of an error's class and facts; "" for None."""
    if error is None:
        return ""
    name = type(error).__name__
    return json.dumps({"error": name, "facts": dict(_written(error, name))})


def recalled(text: str) -> MailDesktopError | None:
    """The error of `error_text`; a PointError when this program knows no such error or not these facts."""
    if not text:
        return None
    try:
        record = json.loads(text)
        adapters = _facts_of(record["error"])
        facts = {name: adapters[name].validate_python(value) for name, value in record["facts"].items()}
        return _family()[record["error"]](**facts)
    except (AttributeError, KeyError, TypeError, ValueError):
        return PointError()


def _written(error: MailDesktopError, name: str) -> Iterator[tuple[str, Any]]:
    for fact, adapter in _facts_of(name).items():
        # What is not of the kind that the class says could be anything, a secret too.
        with suppress(AttributeError, PydanticSerializationError):
            yield fact, adapter.dump_python(getattr(error, fact), mode="json", warnings="error")


@cache
def _facts_of(name: str) -> dict[str, TypeAdapter[Any]]:
    """What reads and writes each fact of an error. Raises KeyError."""
    return {fact: TypeAdapter(hint) for fact, hint in get_type_hints(_family()[name]).items()}


@cache
def _family() -> dict[str, type[MailDesktopError]]:
    return {kind.__name__: kind for kind in vars(errors).values() if _is_error(kind)}


def _is_error(value: object) -> TypeGuard[type[MailDesktopError]]:
    return isinstance(value, type) and issubclass(value, MailDesktopError)
