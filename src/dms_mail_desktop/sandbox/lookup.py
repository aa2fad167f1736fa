"""What the sandbox's company says of its mail servers; no other domain is known, and nobody is asked."""

from urllib.parse import urlsplit

from dms_mail_desktop.sandbox.directory import DOMAIN
from dms_mail_desktop.sandbox.service import MAIL_HOSTS, Ports

DOCUMENT = """<clientConfig version="1.1"><emailProvider id="{domain}"><displayName>Firma (sandbox)</displayName>
{servers}</emailProvider></clientConfig>"""
SERVER = """<{kind}Server type="{protocol}"><hostname>{host}</hostname><port>{port}</port>
<socketType>STARTTLS</socketType><authentication>OAuth2</authentication></{kind}Server>"""


class SandboxLookup:
    """Answers as the company's name service and web server would."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def mx(self, domain: str) -> tuple[()]:  # noqa: ARG002
        """No MX hosts."""
        return ()

    async def srv(self, name: str) -> tuple[()]:  # noqa: ARG002
        """No SRV records."""
        return ()

    async def page(self, url: str) -> str:
        """The autoconfig document of the company."""
        if urlsplit(url).hostname != DOMAIN:
            return ""
        offered = (
            ("incoming", "imap", self._ports.imap),
            ("incoming", "pop3", self._ports.pop3),
            ("outgoing", "smtp", self._ports.smtp),
        )
        servers = (
            SERVER.format(kind=kind, protocol=protocol, host=MAIL_HOSTS[0], port=port)
            for kind, protocol, port in offered
        )
        return DOCUMENT.format(domain=DOMAIN, servers="\n".join(servers))
