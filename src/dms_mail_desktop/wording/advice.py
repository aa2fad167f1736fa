"""What is known about particular refusals: a table of patterns with their causes and remedies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from dms_mail_desktop.errors import ProviderAnswer, Reply
from dms_mail_desktop.wording.catalogue import Language, read_data

Where = Literal["sign_in", "smtp"]


@dataclass(frozen=True)
class AdviceText:
    """The words of an entry in one language; `reason` is "" where the general one fits."""

    cause: str
    remedy: str
    reason: str = ""


@dataclass(frozen=True)
class Advice:
    """One entry of resources/wording/advice.toml: where it applies, its pattern, what it says.

    Of `codes` and `errors` one has to be met; `words`, `stages` and `method` too where they are given.
    """

    name: str
    where: Where
    texts: Mapping[Language, AdviceText]
    codes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    words: str = ""
    stages: tuple[str, ...] = ()
    method: str = ""
    command: str = ""
    link: str = ""
    source: str = ""

    def fits(self, case: "Case") -> str:
        """The code or error that the entry knows, or "" if it does not apply."""
        if self.words and not re.search(self.words, case.words, re.IGNORECASE):
            return ""
        if (self.method and self.method != case.method) or (self.stages and case.stage not in self.stages):
            return ""
        return next((mark for mark in case.marks if mark in self.marks), "")

    @property
    def marks(self) -> tuple[str, ...]:
        """The codes and errors, all of which name the same matter."""
        return self.codes + self.errors


@dataclass(frozen=True)
class Case:
    """What a server said and when: codes and errors, words, and the form's authentication method if known."""

    marks: tuple[str, ...]
    words: str
    stage: str = ""
    method: str = ""


def _entry(name: str, table: dict[str, Any]) -> Advice:
    texts: dict[Language, AdviceText] = {"pl": AdviceText(**table.pop("pl")), "en": AdviceText(**table.pop("en"))}
    codes, errors, stages = (tuple(map(str, table.pop(key, ()))) for key in ("codes", "errors", "stages"))
    return Advice(name, texts=texts, codes=codes, errors=errors, stages=stages, **table)


@cache
def catalogue() -> tuple[Advice, ...]:
    """Every entry, in the order of the file: the first that fits is the one."""
    return tuple(_entry(name, table) for name, table in read_data("advice.toml").items())


def _find(where: Where, case: Case) -> tuple[Advice, str] | None:
    for entry in catalogue():
        if entry.where == where and (mark := entry.fits(case)):
            return entry, mark
    return None


def for_answer(answer: ProviderAnswer) -> tuple[Advice, str] | None:
    """The entry for a provider's error and the mark it knows: by AADSTS number, else by the OAuth error."""
    for mark in (*map(str, answer.codes), answer.suberror, answer.error):
        if found := _find("sign_in", Case((mark,), answer.description)):
            return found
    return None


def for_reply(reply: Reply, stage: str, method: str) -> tuple[Advice, str] | None:
    """The entry for a mail server's refusal at a stage, and the code it knows."""
    return _find("smtp", Case((reply.enhanced, str(reply.code or "")), reply.text, stage, method))
