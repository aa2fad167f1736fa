"""When the values of a form are right: addresses, host names, and how fields depend on each other."""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")  # RFC 5321 4.1.2
EXTENSION = re.compile(r"\.?[A-Za-z0-9]{1,12}")
HOST_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?")
PROXY = re.compile(r"http://(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/:@]+):(?P<port>\d{1,5})/?")
NO_PROXY = "none"
"""In place of a proxy: the direct way, whatever the system says."""
IMPLICIT_TLS_PORTS = frozenset({465, 993, 995})
"""Where TLS begins with the connection (RFC 8314 section 3)."""
PERSONAL_DOMAINS = ("outlook.com", "hotmail.com", "live.com", "msn.com")
"""Of personal Microsoft accounts; some have a country in place of .com, as in outlook.de."""


class Strictness(StrEnum):
    """How much a model asks of its values; given as pydantic's validation context."""

    STRUCTURE = "structure"
    """Types and known values only: what a settings file must satisfy to be opened."""
    SAVE = "save"
    """What a form must satisfy to be saved; a part that is switched off may be incomplete."""
    USE = "use"
    """What is needed to connect, switched on or not."""
    RUN = "run"
    """What a point needs to do its work: to connect, and a folder for its documents."""


class Fault(StrEnum):
    """Why a value is refused; the type of a pydantic error."""

    REQUIRED = "required"
    ADDRESS = "address"
    ADDRESS_LOCAL_PART = "address_local_part"
    ADDRESS_DOMAIN = "address_domain"
    HOST = "host"
    HOST_IS_ADDRESS = "host_is_address"
    HOST_IS_URL = "host_is_url"
    OAUTH2_NEEDS_TLS = "oauth2_needs_tls"
    OAUTH2_NEEDS_COMPONENT = "oauth2_needs_component"
    OAUTH2_LOGIN = "oauth2_login"
    CLEAR_TEXT_UNCONFIRMED = "clear_text_unconfirmed"
    ISSUER = "issuer"
    TENANT = "tenant"
    CLIENT_ID = "client_id"
    DUPLICATE = "duplicate"
    POP3_CANNOT = "pop3_cannot"
    SAME_FOLDER = "same_folder"
    SENDER_PATTERN = "sender_pattern"
    EXTENSION = "extension"
    FOLDER_PATH = "folder_path"
    PROXY = "proxy"
    PROXY_SECRET = "proxy_secret"  # noqa: S105 - the name of a fault


Finding = tuple[str, Fault]
"""The field and what is wrong with it."""


def ascii_domain(domain: str) -> str:
    """The ASCII form of a domain name; a name with Polish letters becomes its A-labels (RFC 5891).

    Raises ValueError for what is no domain name.
    """
    if domain.isascii():
        encoded = domain.lower()
    else:
        import idna  # noqa: PLC0415 - its tables are large and most names are ASCII

        encoded = idna.encode(domain, uts46=True).decode("ascii")
    labels = encoded.removesuffix(".").split(".")
    if len(encoded) > 253 or not all(HOST_LABEL.fullmatch(label) for label in labels):
        raise ValueError(domain)
    return encoded


def ascii_address(address: str) -> str:
    """The address with its domain in ASCII form, as SMTP wants it (RFC 5321 4.1.2). Raises ValueError."""
    fault = address_fault(address)
    if fault:
        raise ValueError(fault)
    local, _, domain = address.rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


def address_fault(address: str) -> Fault | None:
    """What is wrong with an e-mail address, or None."""
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or "@" in local:
        return Fault.ADDRESS
    if len(local) > 64 or not LOCAL_PART.fullmatch(local):
        return Fault.ADDRESS_LOCAL_PART
    if "." not in domain.strip("."):
        return Fault.ADDRESS
    try:
        ascii_domain(domain)
    except ValueError:
        return Fault.ADDRESS_DOMAIN
    return None


def is_personal(address: str) -> bool:
    """Whether the address is that of a personal Microsoft account, as far as its domain tells."""
    name, _, country = address.rpartition("@")[2].lower().partition(".")
    return f"{name}.com" in PERSONAL_DOMAINS and country.count(".") < 2


def host_fault(host: str) -> Fault | None:
    """What is wrong with a host name or IP address, or None."""
    if "://" in host or "/" in host:
        return Fault.HOST_IS_URL
    if "@" in host:
        return Fault.HOST_IS_ADDRESS
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        pass
    else:
        return None
    if re.fullmatch(r"[0-9.]+", host):
        return Fault.HOST
    try:
        ascii_domain(host)
    except ValueError:
        return Fault.HOST
    return None


def proxy_fault(proxy: str) -> Fault | None:
    """What is wrong with a proxy; a login in it would be a secret in the settings file."""
    if proxy == NO_PROXY:
        return None
    if "@" in proxy:
        return Fault.PROXY_SECRET
    found = PROXY.fullmatch(proxy)
    fit = found and not host_fault(found["host"]) and 1 <= int(found["port"]) <= 65535
    return None if fit else Fault.PROXY


def sender_pattern_fault(pattern: str) -> Fault | None:
    """What is wrong with an allowed sender: an address, or `*@` and a domain for everybody there."""
    local, _, domain = pattern.rpartition("@")
    plain = f"x@{domain}" if local == "*" else pattern
    return Fault.SENDER_PATTERN if "*" in plain or address_fault(plain) else None


def extension_fault(extension: str) -> Fault | None:
    """What is wrong with a file name's extension, with or without its dot."""
    return None if EXTENSION.fullmatch(extension) else Fault.EXTENSION


def name_faults(names: Sequence[str]) -> Iterator[tuple[int, Fault]]:
    """Which names are empty or repeat an earlier one, whatever the case of their letters."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        folded = name.strip().casefold()
        if not folded:
            yield index, Fault.REQUIRED
        elif folded in seen:
            yield index, Fault.DUPLICATE
        seen.add(folded)


def checked(name: str, value: str, fault_of: Callable[[str], Fault | None], *, required: bool) -> Iterator[Finding]:
    """Yields what is wrong with one text field."""
    if not value:
        if required:
            yield name, Fault.REQUIRED
    elif fault := fault_of(value):
        yield name, fault


def never(_value: str) -> None:
    """A text in which nothing can be wrong."""


def access_findings(values: Mapping[str, object], *, complete: bool) -> Iterator[Finding]:
    """The rules that every mail account shares: server, encryption, authentication, login."""
    oauth2 = values["auth_method"] == "oauth2"
    yield from checked("host", str(values["host"]), host_fault, required=complete)
    if values["encryption"] == "none":
        if oauth2:
            yield "encryption", Fault.OAUTH2_NEEDS_TLS
        elif not values["clear_text_confirmed"]:
            yield "clear_text_confirmed", Fault.CLEAR_TEXT_UNCONFIRMED
    login = str(values["login"])
    if oauth2 and login and address_fault(login):
        yield "login", Fault.OAUTH2_LOGIN
    else:
        yield from checked("login", login, never, required=complete)


def folder_fault(path: str) -> Fault | None:
    """What is wrong with the path of a folder on this computer or in its network: it must say where it begins."""
    return None if Path(path).is_absolute() else Fault.FOLDER_PATH
