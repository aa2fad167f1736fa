"""Numbers, sizes, times and dates as people of a language write them, and the templates that use them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from string import Formatter
from typing import Any

from dms_mail_desktop.wording.catalogue import Language

NO_BREAK = "\N{NO-BREAK SPACE}"
MONTHS: Mapping[Language, tuple[str, ...]] = {
    "pl": (
        *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
        *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
DAY_WORDS: Mapping[Language, tuple[str, str, str]] = {
    "pl": ("dziś o {}", "wczoraj o {}", "{}, {}"),
    "en": ("today at {}", "yesterday at {}", "{}, {}"),
}
RECENT_DAYS: Mapping[Language, tuple[str, str]] = {"pl": ("dziś", "wczoraj"), "en": ("today", "yesterday")}
SPAN_UNITS: Mapping[Language, tuple[str, str, str]] = {"pl": ("godz.", "dzień", "dni"), "en": ("h", "day", "days")}
POWERSHELL_BARE = re.compile(r"[A-Za-z0-9._+@-]+")


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Formats:
    """The forms of one language; `zone` None is the computer's own time zone."""

    language: Language
    clock: Callable[[], datetime] = utc_now
    zone: tzinfo | None = None

    def number(self, value: float, digits: int | None = None) -> str:
        """A number with the language's separators; `digits` after the decimal point, or as many as it has."""
        text = f"{value:,}" if digits is None else f"{value:,.{digits}f}"
        separators = {"pl": {",": NO_BREAK, ".": ","}, "en": {}}[self.language]
        return "".join(separators.get(sign, sign) for sign in text)

    def size(self, count: float) -> str:
        """A number of bytes in units of 1000."""
        units = ["GB", "MB", "kB", "B"]
        while count >= 999.5 and len(units) > 1:
            count /= 1000
            units.pop()
        return f"{self.number(count, 1 if count < 9.95 and len(units) < 4 else 0)} {units[-1]}"

    def duration(self, seconds: float) -> str:
        """A measured time: milliseconds below a second, hundredths below a minute."""
        if seconds < 0.9995:
            return f"{round(seconds * 1000)} ms"
        if seconds < 59.995:
            return f"{self.number(seconds, 2)} s"
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min {rest} s"

    def span(self, seconds: float) -> str:
        """A rough length of time in its one or two biggest units, rounded down."""
        hours_unit, day, days_unit = SPAN_UNITS[self.language]
        whole = max(0, int(seconds))
        if whole < 60:
            return f"{whole} s"
        if whole < 3600:
            return f"{whole // 60} min"
        if whole < 86400:
            minutes = whole % 3600 // 60
            return f"{whole // 3600} {hours_unit}" + (f" {minutes} min" if minutes else "")
        days = whole // 86400
        return f"{days} {day if days == 1 else days_unit}"

    def countdown(self, seconds: float) -> str:
        """Time that is left, as minutes and seconds."""
        minutes, rest = divmod(max(0, int(seconds)), 60)
        return f"{minutes}:{rest:02}"

    def date(self, moment: datetime) -> str:
        """The day in words, in local time."""
        local = self._local(moment)
        return f"{local.day} {MONTHS[self.language][local.month - 1]} {local.year}"

    def time(self, moment: datetime) -> str:
        """Hour and minute in local time."""
        return f"{self._local(moment):%H:%M}"

    def moment(self, moment: datetime) -> str:
        """Day and time; today and yesterday by name."""
        today, yesterday, other = DAY_WORDS[self.language]
        day, now = self._local(moment).date(), self._local(self.clock()).date()
        if day == now:
            return today.format(self.time(moment))
        if day == now - timedelta(days=1):
            return yesterday.format(self.time(moment))
        return other.format(self.date(moment), self.time(moment))

    def recent(self, moment: datetime) -> str:
        """Day and time of today and yesterday, else only the day: for narrow columns."""
        ago = (self._local(self.clock()).date() - self._local(moment).date()).days
        return f"{RECENT_DAYS[self.language][ago]}, {self.time(moment)}" if ago in (0, 1) else self.date(moment)

    def plain(self, value: object) -> str:
        """A fact without a form: texts and whole numbers as they are, several joined by commas."""
        if value is None:
            return ""
        if isinstance(value, tuple | list):
            return ", ".join(self.plain(item) for item in value)
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, datetime):
            return self.moment(value)
        return str(value)

    def _local(self, moment: datetime) -> datetime:
        try:
            return moment.astimezone(self.zone)
        except (OSError, OverflowError):
            # Senders write any year; Windows knows the local time only from 1970 to 3000.
            return moment


def powershell(value: object) -> str:
    """A value as one PowerShell argument, quoted where it must be."""
    text = str(value)
    return text if POWERSHELL_BARE.fullmatch(text) else "'" + re.sub("(['‘’‚‛])", r"\1\1", text) + "'"


class Template(Formatter):
    """Fills templates: `{name}` or `{name:form}`; a form is one of the language's, or `ps`: a PowerShell argument."""

    def __init__(self, formats: Formats) -> None:
        self._forms: Mapping[str, Callable[[Any], str]] = {
            "": formats.plain,
            "number": formats.number,
            "bytes": formats.size,
            "duration": formats.duration,
            "span": formats.span,
            "clock": formats.countdown,
            "date": formats.date,
            "time": formats.time,
            "moment": formats.moment,
            "ps": powershell,
        }

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:  # noqa: ARG002
        """Only plain names: a template reaches into no object."""
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """The fact in the form that the template asks for."""
        return self._forms[format_spec](value)
