"""What a mail account's form shows for the choices made in it."""

from collections.abc import Mapping
from typing import Any

from dms_mail_desktop.models import (
    AccountType,
    AfterFetch,
    AuthMethod,
    Encryption,
    SendingMethod,
    default_mailbox_port,
    default_smtp_port,
)

SQL_FIELDS = frozenset({"sql_server", "profile_name", "profile_description"})
COMPONENT_FIELDS = frozenset({"encryption", "auth_method"})


def hidden_fields(values: Mapping[str, Any]) -> frozenset[str]:
    """The rows of the outgoing account that the choices leave out."""
    hidden: set[str] = set()
    component = values["sending_method"] == SendingMethod.MAIL_COMPONENT
    if component:
        hidden |= SQL_FIELDS
    else:
        hidden |= COMPONENT_FIELDS
    oauth2 = values["auth_method"] == AuthMethod.OAUTH2
    if oauth2 and component:
        hidden.add("password")
    if not asks_for_clear_text(values):
        hidden.add("clear_text_confirmed")
    return frozenset(hidden)


def asks_for_clear_text(values: Mapping[str, Any]) -> bool:
    """Whether a password would cross the network unencrypted, which has to be confirmed."""
    component = values.get("sending_method", SendingMethod.MAIL_COMPONENT) == SendingMethod.MAIL_COMPONENT
    return component and (values["encryption"], values["auth_method"]) == (Encryption.NONE, AuthMethod.PASSWORD)


def followed_port(values: Mapping[str, Any]) -> int:
    """The port that belongs to the choices while none was typed."""
    return default_smtp_port(Encryption(values["encryption"]), AuthMethod(values["auth_method"]))


def hidden_point_fields(values: Mapping[str, Any]) -> frozenset[str]:
    """The rows of a point that the choices leave out."""
    hidden = {"sign_in" if values["auth_method"] == AuthMethod.PASSWORD else "password"}
    if not asks_for_clear_text(values):
        hidden.add("clear_text_confirmed")
    if values["account_type"] == AccountType.POP3 or values["after"] != AfterFetch.MOVE:
        hidden.add("after_folder")
    return frozenset(hidden)


def followed_mailbox_port(values: Mapping[str, Any]) -> int:
    """The port of a mailbox that belongs to the choices while none was typed."""
    return default_mailbox_port(AccountType(values["account_type"]), Encryption(values["encryption"]))
