"""What is known about particular failures: a table of patterns with their causes and what to do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dms_mail_desktop.errors import Stage
from dms_mail_desktop.models import AuthMethod
from dms_mail_desktop.wording.catalogue import Language, read_data

Where = Literal["sign_in", "smtp", "imap", "pop3", "tls", "dns", "tcp", "proxy", "keyring"]
Waiting = Literal["no", "minutes", "hour", "day"]
"""How long waiting takes to help, where it helps at all."""
SIGN_IN = "sign_in"
"""In place of a stage: what is said to the identity provider."""
FILES = ("sign_in", "hosting", "exchange", "gmail", "servers", "computer")
"""The files of the catalogue; what is true of one provider alone stands before what is true of every server."""


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(str(error)) from None
    return text


def _texts(values: list[object]) -> tuple[str, ...]:
    return tuple(map(str, values))


Line = Annotated[str, Field(min_length=1)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Marks = Annotated[tuple[str, ...], BeforeValidator(_texts)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AdviceText(_Table):
    """The words of an entry in one language; `reason` is "" where the general title fits, `portal` a path to copy."""

    cause: Line
    steps: Annotated[tuple[Line, ...], Field(min_length=1)]
    reason: str = ""
    portal: str = ""


class Advice(_Table):
    """One entry of resources/wording/advice: where it applies, its pattern, what it says, and where that is from.

    One of `codes` has to be met, in which ? and [] stand for digits: AADSTS numbers, OAuth errors, SMTP enhanced codes
    and reply codes, IMAP and POP3 response codes or statuses, the program's own names of faults, numbers of the
    operating system. Every other condition has to be met too where it is given: `words`, `host` and `login` are regular
    expressions for what was said and for the form's values, `stages` are steps of the conversation.
    """

    name: str
    where: Annotated[tuple[Where, ...], Field(min_length=1)]
    codes: Annotated[Marks, Field(min_length=1)]
    words: Pattern = ""
    stages: tuple[Stage | Literal["sign_in"], ...] = ()
    method: AuthMethod | Literal[""] = ""
    host: Pattern = ""
    login: Pattern = ""
    ports: tuple[int, ...] = ()
    command: str = ""
    link: str = ""
    waiting: Waiting
    source: Line
    pl: AdviceText
    en: AdviceText

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.command and (self.pl.portal or self.en.portal):
            raise ValueError("either a command or the path of a page")
        if bool(self.pl.portal) != bool(self.en.portal) or bool(self.pl.reason) != bool(self.en.reason):
            raise ValueError("the languages differ")
        return self

    def text(self, language: Language) -> AdviceText:
        """The words in a language."""
        return self.pl if language == "pl" else self.en

    def fits(self, case: "Case", mark: str) -> bool:
        """Whether the entry knows this code of the case, and everything else is as it wants it."""
        if not any(fnmatchcase(mark, code) for code in self.codes):
            return False
        if case.where not in self.where or (self.stages and case.stage not in self.stages):
            return False
        if (self.method and self.method != case.method) or (self.ports and case.port not in self.ports):
            return False
        patterns = ((self.words, case.words), (self.host, case.host), (self.login, case.login))
        return all(re.search(pattern, text, re.IGNORECASE) for pattern, text in patterns if pattern)


@dataclass(frozen=True)
class Case:
    """What happened: its codes, the most particular first, the words, and the form's values that are known."""

    where: Where
    marks: tuple[str, ...]
    words: str = ""
    stage: str = ""
    method: str = ""
    host: str = ""
    login: str = ""
    port: int = 0


def _entries() -> Iterator[Advice]:
    for file in FILES:
        tables: Mapping[str, dict[str, Any]] = read_data(f"advice/{file}.toml")
        for name, table in tables.items():
            yield Advice(name=name, **table)


@cache
def catalogue() -> tuple[Advice, ...]:
    """Every entry, in the order of the files: the first that fits is the one. Raises ValidationError."""
    return tuple(_entries())


def find(case: Case) -> tuple[Advice, str] | None:
    """The entry for a case and the code that it knows; an earlier code before a later one."""
    for mark in case.marks:
        for entry in catalogue():
            if entry.fits(case, mark):
                return entry, mark
    return None
