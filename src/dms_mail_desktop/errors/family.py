"""The root of the family of errors."""


class MailDesktopError(Exception):
    """The root of the family; `str()` is a terse line for a log and never holds a secret."""

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({facts})"
