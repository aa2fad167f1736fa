"""Mozilla's autoconfig document, read with distrust.

Source: https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/config-file-format.html
"""

import xml.etree.ElementTree as ET

from pydantic import ValidationError

from dms_mail_desktop.models import AuthMethod, Encryption
from dms_mail_desktop.presets import Preset, Server
from dms_mail_desktop.rules import host_fault

SOCKETS = {"SSL": Encryption.TLS, "STARTTLS": Encryption.STARTTLS}
"""Clear text is not suggested."""
OAUTH2 = "oauth2"
LONGEST_NAME = 80


def read_autoconfig(text: str, address: str) -> Preset | None:
    """The first encrypted server of each protocol; None if there is none, or the text is no such document."""
    # Entities are the one dangerous part of XML; no autoconfig document needs a DOCTYPE.
    if not text or "<!" in text.replace("<!--", ""):
        return None
    try:
        provider = ET.fromstring(text).find("emailProvider")  # noqa: S314 - without a DOCTYPE nothing expands
    except (ET.ParseError, ValueError):
        return None
    if provider is None:
        return None
    found: dict[str, Server] = {}
    methods: set[str] = set()
    for element in provider:
        protocol = (element.get("type") or "").lower()
        server = _server(element, address) if element.tag in {"incomingServer", "outgoingServer"} else None
        if server is not None and protocol in {"smtp", "imap", "pop3"} and protocol not in found:
            found[protocol] = server
            methods |= {(each.text or "").strip().lower() for each in element.findall("authentication")}
    if not found:
        return None
    name = (provider.findtext("displayName") or provider.get("id") or "").strip()[:LONGEST_NAME]
    method = AuthMethod.OAUTH2 if methods == {OAUTH2} else AuthMethod.PASSWORD
    return Preset(name=name, method=method, **found)


def _server(element: ET.Element, address: str) -> Server | None:
    local, _, domain = address.rpartition("@")
    host = (element.findtext("hostname") or "").strip()
    for slot, value in (("%EMAILADDRESS%", address), ("%EMAILDOMAIN%", domain), ("%EMAILLOCALPART%", local)):
        host = host.replace(slot, value)
    encryption = SOCKETS.get((element.findtext("socketType") or "").strip().upper())
    if encryption is None or not host or host_fault(host):
        return None
    try:
        return Server(host=host.lower(), port=int(element.findtext("port") or ""), encryption=encryption)
    except (ValueError, ValidationError):
        return None
