"""Texts by key with their facts: what everything else in this package says its sentences with."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Literal

from dms_mail_desktop.wording.catalogue import LANGUAGES, Language, plural_form, texts
from dms_mail_desktop.wording.formats import Formats, Template, utc_now

Surface = Literal["gui", "cli"]
"""Where a text is read: a remedy names a button in the windows and a command in the terminal."""


class Sentences:
    """The texts of one language; an unknown language means Polish."""

    def __init__(
        self,
        language: str,
        surface: Surface = "gui",
        *,
        clock: Callable[[], datetime] = utc_now,
        zone: tzinfo | None = None,
    ) -> None:
        self.language: Language = next((known for known in LANGUAGES if known == language), LANGUAGES[0])
        self.surface: Surface = surface
        self.formats = Formats(self.language, clock, zone)
        self._template = Template(self.formats)

    def say(self, key: str, **facts: object) -> str:
        """The text of a key. Raises KeyError for an unknown key and for a fact that the text needs and does not get."""
        text = texts(self.language)[key]
        if not isinstance(text, str):
            text = text[plural_form(self.language, int(str(facts["count"])))]
        return self.fill(text, facts)

    def fill(self, template: str, facts: Mapping[str, object]) -> str:
        """A template of this language with its facts."""
        return self._template.vformat(template, (), facts)

    def text(self, key: str) -> str:
        """The template of a key that has no plural forms."""
        found = texts(self.language)[key]
        if not isinstance(found, str):
            raise TypeError(key)
        return found

    def first(self, *keys: str) -> str:
        """The first of the keys that has a text, or ""."""
        known = texts(self.language)
        return next((key for key in keys if key in known), "")
