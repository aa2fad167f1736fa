"""A signed-in account as it is kept in the vault: the facts about it beside the tokens that renew it."""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dms_mail_desktop.errors import ProviderAnswer, SignInBlocked, SignInLoss, SignInRequired
from dms_mail_desktop.oauth.provider import Provider

LONGEST_NAME = 100
DISUSE = timedelta(days=90)
"""How long Microsoft keeps a refresh token that is not used; every use begins it anew."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person signed in at one provider; `key` names the secret, times are in UTC and None when unknown.

    `lost` says why a new sign-in is needed, with the provider's `answer`; `blocked` that a sign-in alone will not help;
    `told` which state somebody was already told of.
    """

    key: str
    username: str
    tenant: str = ""
    object_id: str = ""
    home_account_id: str = ""
    issuer: str = ""
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    signed_in_at: datetime | None = None
    refreshed_at: datetime | None = None
    lost: SignInLoss | None = None
    blocked: bool = False
    answer: ProviderAnswer | None = None
    lost_at: datetime | None = None
    told: str = ""

    @property
    def usable_until(self) -> datetime | None:
        """When the sign-in dies unless it is used before."""
        return self.refreshed_at + DISUSE if self.refreshed_at else None

    def renewed(self, scopes: tuple[str, ...], now: datetime) -> "Account":
        """The account after a renewal."""
        return replace(
            self, scopes=scopes, refreshed_at=now, lost=None, blocked=False, answer=None, lost_at=None, told=""
        )

    def after_refusal(self, error: SignInRequired, now: datetime) -> "Account":
        """The account with the reason why its renewal was refused."""
        blocked = isinstance(error, SignInBlocked)
        return replace(self, lost=error.loss, blocked=blocked, answer=error.answer, lost_at=now)

    def refusal(self) -> SignInRequired:
        """The remembered reason as the error it was."""
        kind = SignInBlocked if self.blocked else SignInRequired
        return kind(self.username, self.lost or SignInLoss.INTERACTION, self.answer)


@dataclass(frozen=True, slots=True)
class SignInState:
    """What a form shows of a sign-in: `loss` is None when signed in."""

    account: Account | None
    loss: SignInLoss | None
    blocked: bool = False
    answer: ProviderAnswer | None = None

    @classmethod
    def of(cls, account: Account) -> "SignInState":
        """The state that an account is in."""
        return cls(account, account.lost, account.blocked, account.answer)


@dataclass(frozen=True, slots=True)
class Record:
    """The content of an account's secret; `tokens` is msal's cache without access and ID tokens."""

    account: Account
    tokens: dict[str, Any] = field(repr=False)


_RECORD = TypeAdapter(Record)
_KEYS = TypeAdapter(tuple[str, ...])


def dump_record(record: Record) -> str:
    """The text of a secret."""
    return _RECORD.dump_json(record, exclude_defaults=True).decode()


def load_record(text: str) -> Record | None:
    """The content of a secret, or None when it is not ours."""
    try:
        return _RECORD.validate_json(text)
    except ValidationError:
        return None


def dump_keys(keys: tuple[str, ...]) -> str:
    """The text of the index."""
    return _KEYS.dump_json(keys).decode()


def load_keys(text: str | None) -> tuple[str, ...] | None:
    """The keys in the index, or None when it is damaged."""
    try:
        return _KEYS.validate_json(text) if text else ()
    except ValidationError:
        return None


def account_key(provider: Provider, username: str) -> str:
    """The name of an account's secret: the person, and a mark of provider and application."""
    name = username.strip().lower()
    safe = re.sub(r"[^a-z0-9@._+-]", "_", name)[:LONGEST_NAME]
    distinction = f"{provider.issuer}|{provider.client_id}" + ("" if safe == name else f"|{name}")
    return f"{safe}-{hashlib.sha256(distinction.encode()).hexdigest()[:8]}"
