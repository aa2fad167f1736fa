"""Refusals of the operating system, by names that do not depend on its language."""

import errno

_OF_WINDOWS = {
    **dict.fromkeys((32, 33), "IN_USE"),
    **dict.fromkeys((51, 53, 59, 64, 67, 1231), "NETWORK_PATH"),
}
"""Windows' own numbers for which Python has no fitting errno: sharing violations, and network paths that are away."""


def symbol_of(error: OSError) -> str:
    """The symbolic name of the refusal, such as ENOENT; "" for one without a number."""
    special = _OF_WINDOWS.get(getattr(error, "winerror", None) or 0)
    return special or errno.errorcode.get(error.errno or 0, "")
