"""The settings of an address: offered by the address alone, searched for on a press, entered only when taken."""

import asyncio
from dataclasses import dataclass, field

from company import Desk
from points_desk import PointDesk
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from dms_mail_desktop.discovery import Srv
from dms_mail_desktop.errors import NetworkFault, ProviderUnreachable
from dms_mail_desktop.models import AccountType, AuthMethod, Encryption, MailServer, Point

AUTOCONFIG = """<clientConfig><emailProvider id="firma.pl"><displayName>Poczta Firma</displayName>
<outgoingServer type="smtp"><hostname>{host}</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>
<incomingServer type="imap"><hostname>{host}</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
</emailProvider></clientConfig>"""


@dataclass
class Network:
    """A network that answers as it is told to, and remembers what it was asked."""

    hosts: tuple[str, ...] = ()
    host: str = ""
    error: Exception | None = None
    silent: bool = False
    asked: list[str] = field(default_factory=list)

    async def mx(self, domain: str) -> tuple[str, ...]:
        self.asked.append(domain)
        if self.error is not None:
            raise self.error
        if self.silent:
            await asyncio.Event().wait()
        return self.hosts

    async def srv(self, name: str) -> tuple[Srv, ...]:
        self.asked.append(name)
        return ()

    async def page(self, url: str) -> str:
        self.asked.append(url)
        return AUTOCONFIG.format(host=self.host) if self.host else ""


def open_server(desk: Desk, network: Network, **values: object) -> None:
    desk.lookup = network
    account = MailServer.model_validate({"email": "jan@firma.pl", **values}, context="structure")
    desk.store_settings(desk.saved().model_copy(update={"mail_server": account}))
    desk.start()


def server_of(within: QWidget) -> tuple[str, int, object, object, str]:
    host, login = within.findChild(QLineEdit, "host"), within.findChild(QLineEdit, "login")
    port = within.findChild(QSpinBox, "port")
    method, encryption = within.findChild(QComboBox, "auth_method"), within.findChild(QComboBox, "encryption")
    return host.text(), port.value(), encryption.currentData(), method.currentData(), login.text()


def offers(desk: Desk, caption: str) -> bool:
    try:
        desk.button(caption)
    except AssertionError:
        return False
    return True


def test_an_address_that_names_its_service_is_offered_its_settings_and_nobody_is_asked(desk: Desk) -> None:
    network = Network()
    open_server(desk, network, email="")
    desk.type("email", "jan@wp.pl")
    assert desk.reads("Adresy w domenie wp.pl obsługuje WP Poczta.")
    assert server_of(desk.window)[0] == ""
    desk.press("Uzupełnij: WP Poczta")
    assert server_of(desk.window) == ("smtp.wp.pl", 465, Encryption.TLS, AuthMethod.PASSWORD, "jan@wp.pl")
    assert desk.reads("Wpisano ustawienia: WP Poczta.")
    assert desk.window.isWindowModified()
    assert network.asked == []
    desk.choose("encryption", "STARTTLS")
    assert not desk.reads("Wpisano ustawienia")


def test_no_offer_stands_over_a_server_that_is_entered(desk: Desk) -> None:
    open_server(desk, Network(), email="jan@wp.pl", host="poczta.firma.pl")
    assert not offers(desk, "Uzupełnij: WP Poczta")
    desk.type("host", "")
    assert offers(desk, "Uzupełnij: WP Poczta")


def test_a_service_that_wants_a_password_for_programs_says_so_before_and_after(desk: Desk) -> None:
    open_server(desk, Network(), email="jan@gmail.com")
    assert desk.reads("Gmail przyjmuje tylko hasło utworzone dla programów.")
    desk.press("Uzupełnij: Gmail")
    assert desk.reads("Gmail przyjmuje tylko hasło utworzone dla programów.")


def test_a_point_is_offered_the_server_of_its_protocol(desk: Desk, points: PointDesk) -> None:
    desk.lookup = Network()
    points.store(Point(name="Faktury", account_type=AccountType.POP3))
    points.open()
    dialog = points.edit("Faktury")
    points.fill(login="jan@wp.pl")
    points.press("Uzupełnij: WP Poczta")
    assert server_of(dialog) == ("pop3.wp.pl", 995, Encryption.TLS, AuthMethod.PASSWORD, "jan@wp.pl")
    assert dialog.isWindowModified()


def test_what_a_domain_says_is_shown_with_its_source_and_entered_only_when_taken(desk: Desk) -> None:
    network = Network(host="mail.firma.pl")
    open_server(desk, network)
    assert network.asked == []
    desk.press("Wykryj ustawienia")
    desk.wait_for("Poczta Firma: mail.firma.pl, port 465, SSL/TLS, Login i hasło")
    assert desk.reads("Źródło: plik autoconfig domeny firma.pl.")
    assert not desk.reads("leży poza domeną")
    assert server_of(desk.window)[0] == ""
    assert not desk.window.isWindowModified()
    assert not any("jan" in question for question in network.asked)
    desk.press("Zastosuj")
    assert server_of(desk.window) == ("mail.firma.pl", 465, Encryption.TLS, AuthMethod.PASSWORD, "jan@firma.pl")
    assert not offers(desk, "Zastosuj")


def test_a_server_outside_the_domain_is_named_as_such(desk: Desk) -> None:
    open_server(desk, Network(host="mail.inna.pl"))
    desk.press("Wykryj ustawienia")
    desk.wait_for("Serwer mail.inna.pl leży poza domeną firma.pl")


def test_a_domain_at_microsoft_is_filled_in_from_the_table_in_the_dialog(desk: Desk, points: PointDesk) -> None:
    desk.lookup = Network(hosts=("firma-pl.mail.protection.outlook.com.",))
    points.store(Point(name="Faktury", login="jan@firma.pl"))
    points.open()
    dialog = points.edit("Faktury")
    points.press("Wykryj ustawienia")
    points.wait_for("Microsoft 365: outlook.office365.com, port 993, SSL/TLS, OAuth2")
    assert points.reads("Źródło: rekord MX domeny firma.pl")
    points.press("Zastosuj")
    assert server_of(dialog) == ("outlook.office365.com", 993, Encryption.TLS, AuthMethod.OAUTH2, "jan@firma.pl")


def test_a_service_without_the_points_protocol_says_so(desk: Desk, points: PointDesk) -> None:
    desk.lookup = Network(host="mail.firma.pl")
    points.store(Point(name="Faktury", account_type=AccountType.POP3, login="jan@firma.pl"))
    points.open()
    points.edit("Faktury")
    points.press("Wykryj ustawienia")
    points.wait_for("Poczta Firma nie podaje serwera POP3.")
    assert not offers(desk, "Zastosuj")
    points.fill(account_type=AccountType.IMAP)
    assert points.reads("Poczta Firma: mail.firma.pl, port 993")


def test_a_domain_that_says_nothing_says_what_to_do(desk: Desk) -> None:
    open_server(desk, Network())
    desk.press("Wykryj ustawienia")
    desk.wait_for("Domena firma.pl nie podaje ustawień swojej poczty.")
    assert desk.reads("Wpisz nazwę serwera, którą podaje dostawca poczty")
    assert not offers(desk, "Zastosuj")


def test_without_an_address_nobody_is_asked(desk: Desk) -> None:
    network = Network()
    open_server(desk, network, email="jan@firma")
    desk.press("Wykryj ustawienia")
    assert desk.reads("Wpisz najpierw pełny adres e-mail")
    assert desk.window.focusWidget() is desk.find(QWidget, "email")
    assert network.asked == []
    desk.type("email", "jan@firma.pl")
    assert not desk.reads("Wpisz najpierw pełny adres e-mail")


def test_a_search_can_be_stopped(desk: Desk) -> None:
    open_server(desk, Network(silent=True))
    desk.press("Wykryj ustawienia")
    assert desk.reads("Szukanie ustawień poczty w domenie firma.pl…")
    desk.press("Przerwij")
    assert not desk.reads("Szukanie ustawień")
    assert offers(desk, "Wykryj ustawienia")


def test_another_address_ends_the_search_and_voids_what_was_found(desk: Desk) -> None:
    network = Network(host="mail.firma.pl")
    open_server(desk, network)
    desk.press("Wykryj ustawienia")
    desk.wait_for("Poczta Firma: mail.firma.pl")
    desk.type("email", "jan@inna.pl")
    assert not offers(desk, "Zastosuj")
    network.silent = True
    desk.press("Wykryj ustawienia")
    desk.type("email", "jan@trzecia.pl")
    assert not desk.reads("Szukanie ustawień")


def test_a_network_that_fails_or_is_slow_is_named(desk: Desk) -> None:
    network = Network(error=ProviderUnreachable("firma.pl", NetworkFault.UNREACHABLE, ""))
    open_server(desk, network)
    desk.press("Wykryj ustawienia")
    desk.wait_for("Nie udało się wyszukać ustawień:")
    assert desk.reads("Sprawdź połączenie z siecią")
    network.error = TimeoutError()
    desk.press("Wykryj ustawienia")
    desk.wait_for("Domena firma.pl nie odpowiedziała w ciągu 10 sekund.")


def test_the_sandbox_knows_its_own_company(desk: Desk) -> None:
    desk.prefill(host="", port=25)
    desk.start()
    desk.press("Wykryj ustawienia")
    desk.wait_for(f"localhost, port {desk.facts.ports.smtp}, STARTTLS, OAuth2")
    desk.press("Zastosuj")
    assert server_of(desk.window)[:2] == ("localhost", desk.facts.ports.smtp)


def test_the_search_speaks_the_language_of_the_window(desk: Desk) -> None:
    open_server(desk, Network())
    desk.press("Wykryj ustawienia")
    desk.wait_for("Domena firma.pl")
    desk.spoken.choose("en")
    assert desk.reads("The domain firma.pl does not publish")
    assert offers(desk, "Detect settings")
