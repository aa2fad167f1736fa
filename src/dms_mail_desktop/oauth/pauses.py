"""Leaving a busy provider alone: its own Retry-After, or growing delays with jitter (RFC 9110 section 10.2.3)."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from dms_mail_desktop.errors import NetworkFault, ProviderUnreachable

LONGEST_DELAY = 60.0
"""Seconds between two requests to a provider that is busy and does not say for how long."""


class Pauses:
    """Until when each provider is left alone, by its metadata address."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._until: dict[str, tuple[datetime, ProviderUnreachable]] = {}
        self._failures: dict[str, int] = {}

    def check(self, provider: str) -> None:
        """Raises the provider's last ProviderUnreachable while the pause lasts."""
        if provider in self._until:
            until, error = self._until[provider]
            left = (until - self._clock()).total_seconds()
            if left > 0:
                raise replace(error, retry_after=left)

    def failed(self, provider: str, error: ProviderUnreachable) -> None:
        """Begins a pause if the provider is busy; being offline costs it nothing and may end at any moment."""
        if error.fault is not NetworkFault.SERVER_BUSY:
            return
        count = self._failures[provider] = self._failures.get(provider, 0) + 1
        growing = min(2.0**count, LONGEST_DELAY) * random.uniform(0.5, 1.0)  # noqa: S311 - not for secrets
        delay = growing if error.retry_after is None else error.retry_after
        self._until[provider] = (self._clock() + timedelta(seconds=delay), error)

    def succeeded(self, provider: str) -> None:
        """Ends the pauses of a provider."""
        self._until.pop(provider, None)
        self._failures.pop(provider, None)
