"""The texts as data: read from the package when first needed, one flat table per language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Language = Literal["pl", "en"]
LANGUAGES: tuple[Language, ...] = ("pl", "en")
PLURAL_FORMS = {"pl": frozenset({"one", "few", "many"}), "en": frozenset({"one", "other"})}

Text = str | Mapping[str, str]
"""A template, or its plural forms by name."""


def read_data(name: str) -> dict[str, Any]:
    """A TOML file of the package's texts."""
    return tomllib.loads((files("dms_mail_desktop") / "data" / "wording" / name).read_text(encoding="utf-8"))


def _flat(table: Mapping[str, Any], forms: frozenset[str], path: str = "") -> Iterator[tuple[str, Text]]:
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, str):
            yield key, value
        elif forms == value.keys():
            yield key, MappingProxyType(value)
        else:
            yield from _flat(value, forms, key)


@cache
def texts(language: Language) -> Mapping[str, Text]:
    """Every text of a language by its key."""
    return MappingProxyType(dict(_flat(read_data(f"{language}.toml"), PLURAL_FORMS[language])))


def plural_form(language: Language, count: int) -> str:
    """The name of the form that goes with a number (Unicode CLDR plural rules for whole numbers)."""
    if language == "en":
        return "one" if count == 1 else "other"
    if count == 1:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"
