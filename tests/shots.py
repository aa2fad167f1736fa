"""Renders every screen and state with sample data to PNG: `python tests/shots.py [folder] [part of a name]`."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
STEPS = {
    "pl": (
        ("Adres serwera", "smtp.office365.com → 52.97.150.210", "38 ms"),
        ("Połączenie", "port 587, IPv4", "24 ms"),
        ("Szyfrowanie", "TLS 1.3 · outlook.com, wystawca DigiCert · ważny jeszcze 143 dni", "61 ms"),
        ("Powitanie i możliwości", "STARTTLS, AUTH XOAUTH2, SIZE 157 MB", "22 ms"),
        ("Token", "powiadomienia@firma.pl, ważny jeszcze 52 min", "3 ms"),
        ("Uwierzytelnienie", "XOAUTH2", "412 ms"),
        ("Przyjęcie nadawcy", "powiadomienia@firma.pl", "31 ms"),
        ("Przyjęcie odbiorcy", "anna.nowak@firma.pl", "29 ms"),
        ("Przyjęcie treści", "1,9 kB · identyfikator <20261122.143205.8341@firma.pl>", "655 ms"),
    ),
    "en": (
        ("Server address", "smtp.office365.com → 52.97.150.210", "38 ms"),
        ("Connection", "port 587, IPv4", "24 ms"),
        ("Encryption", "TLS 1.3 · outlook.com, issued by DigiCert · valid for another 143 days", "61 ms"),
        ("Greeting and capabilities", "STARTTLS, AUTH XOAUTH2, SIZE 157 MB", "22 ms"),
        ("Token", "powiadomienia@firma.pl, valid for another 52 min", "3 ms"),
        ("Authentication", "XOAUTH2", "412 ms"),
        ("Sender accepted", "powiadomienia@firma.pl", "31 ms"),
        ("Recipient accepted", "anna.nowak@firma.pl", "29 ms"),
        ("Content accepted", "1.9 kB · identifier <20261122.143205.8341@firma.pl>", "655 ms"),
    ),
}
TEXTS = {
    "pl": {
        "subject": "Wiadomość testowa z systemu DMS",
        "body": "To jest wiadomość testowa. Jeśli ją czytasz, wysyłanie poczty z systemu DMS działa.",
        "tls": "STARTTLS jest wymagane. Bez szyfrowania program się nie połączy.",
        "clear": "Hasło i wiadomości przejdą przez sieć otwartym tekstem.",
        "confirm": "Potwierdź, że połączenie ma być nieszyfrowane.",
        "unsaved": "Niezapisane zmiany",
        "signed_in": "Zalogowano użytkownika powiadomienia@firma.pl",
        "valid": "Ważne do 14 lutego 2027, odnawia się samo",
        "waiting": "Oczekiwanie na logowanie w przeglądarce…",
        "left": "Pozostało 4:32. Jeśli przeglądarka się nie otworzyła, skopiuj adres i otwórz go w niej.",
        "lost": "Wymagane ponowne logowanie",
        "lost_why": "Hasło użytkownika powiadomienia@firma.pl zmieniono wczoraj o 18:05.",
        "sent": "Wiadomość została wysłana",
        "sent_when": "dziś o 14:32, w 1,28 s",
        "running": "Trwa wysyłanie…",
        "step": "krok 6 z 9",
        "answer": "czekam na odpowiedź serwera",
        "refused": "Nie wysłano: serwer odrzucił uwierzytelnienie",
        "refused_when": "dziś o 14:32, po 0,54 s",
        "by_server": "odrzucone przez serwer",
        "cause": "Wysyłanie przez SMTP z uwierzytelnieniem jest wyłączone dla skrzynki powiadomienia@firma.pl.",
        "remedy": "Włącz je w programie Exchange Online PowerShell. Zmiana działa zwykle po kilku minutach, "
        "najpóźniej po godzinie.",
        "skipped": "nie wykonano",
        "address": "Podaj pełny adres, na przykład powiadomienia@firma.pl.",
        "host": "Podaj nazwę lub adres serwera poczty wychodzącej.",
        "login": "Podaj login.",
        "not_saved": "Nie zapisano. Popraw 3 pola.",
        "next": "Pokaż n&astępne",
        "metadata": "Dostawca odpowiada",
        "metadata_detail": "login.microsoftonline.com, dzierżawa organizations",
    },
    "en": {
        "subject": "Test message from the DMS",
        "body": "This is a test message. If you can read it, sending mail from the DMS works.",
        "tls": "STARTTLS is required. Without encryption the program will not connect.",
        "clear": "The password and the messages will cross the network in clear text.",
        "confirm": "Confirm that the connection is to be unencrypted.",
        "unsaved": "Unsaved changes",
        "signed_in": "powiadomienia@firma.pl is signed in",
        "valid": "Valid until 14 February 2027, renews itself",
        "waiting": "Waiting for the sign-in in the browser…",
        "left": "4:32 left. If the browser did not open, copy the address and open it there.",
        "lost": "You need to sign in again",
        "lost_why": "The password of powiadomienia@firma.pl was changed yesterday at 18:05.",
        "sent": "The message was sent",
        "sent_when": "today at 14:32, in 1.28 s",
        "running": "Sending…",
        "step": "step 6 of 9",
        "answer": "waiting for the server's answer",
        "refused": "Not sent: the server refused the authentication",
        "refused_when": "today at 14:32, after 0.54 s",
        "by_server": "refused by the server",
        "cause": "Authenticated SMTP is switched off for the mailbox powiadomienia@firma.pl.",
        "remedy": "Switch it on in Exchange Online PowerShell. It usually takes a few minutes, at most an hour.",
        "skipped": "not done",
        "address": "Enter a full address, for example powiadomienia@firma.pl.",
        "host": "Enter the name or address of the outgoing server.",
        "login": "Enter a login.",
        "not_saved": "Not saved. Correct 3 fields.",
        "next": "Show &next",
        "metadata": "The provider answers",
        "metadata_detail": "login.microsoftonline.com, tenant organizations",
    },
}
COMMAND = "Set-CASMailbox -Identity powiadomienia@firma.pl -SmtpClientAuthenticationDisabled $false"
REFUSAL = (
    "AADSTS90094: The grant requires admin permission. Ask an admin to grant permission to this app before you can use "
    "it. Trace ID: 5f6a0b1c-aaaa-bbbb-cccc-ddddeeee0100 Correlation ID: 8d1c2f3a-1111-2222-3333-444455556666 "
    "Timestamp: 2026-11-22 13:32:08Z"
)
WORDS = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."


class Shot(NamedTuple):
    """One picture: what, how it looks, how large."""

    scene: str
    theme: str = "light"
    size: tuple[int, int] = (960, 720)
    scale: float = 1.0
    language: str = "pl"
    points: int = 10

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        width, height = self.size
        large = f"-{self.points}pt" if self.points != 10 else ""
        return f"{self.scene}-{self.theme}-{width}x{height}-{round(self.scale * 100)}{large}-{self.language}"


SHOTS = (
    Shot("signed_in", size=(1600, 1000)),
    Shot("signed_in", "dark"),
    Shot("signed_in", language="en"),
    Shot("signed_in", size=(800, 600), points=14),
    Shot("accounts"),
    Shot("accounts", "dark", (800, 600), 1.5, language="en"),
    Shot("accounts_blocked", "dark"),
    Shot("accounts_blocked", size=(860, 740), scale=1.5),
    Shot("empty", size=(800, 600)),
    Shot("sql"),
    Shot("sql", "dark", (800, 600), language="en"),
    Shot("sent", "dark", (900, 860)),
    Shot("sent", language="en"),
    Shot("waiting", size=(800, 600)),
    Shot("waiting", "dark", (800, 600), 1.5),
    Shot("waiting", size=(800, 600), points=14, language="en"),
    Shot("lost"),
    Shot("sign_in_refused", size=(800, 600)),
    Shot("sign_in_refused", "dark", (800, 600), 1.5, "en"),
    Shot("sign_in_refused", size=(800, 600), points=14),
    Shot("sign_in_code", size=(800, 600)),
    Shot("sign_in_code", "dark", (800, 600), 1.5, "en"),
    Shot("consent", size=(720, 620)),
    Shot("consent", "dark", (720, 620), 1.5, "en"),
    Shot("consent_end", size=(720, 620)),
    Shot("consent_end", size=(800, 600), points=14, language="en"),
    Shot("failed", size=(860, 740), scale=1.5),
    Shot("failed", "contrast", (860, 740)),
    Shot("failed", "dark", (800, 600), points=14),
    Shot("errors", size=(900, 760)),
    Shot("errors", "dark", language="en"),
    Shot("errors", "contrast", (800, 600)),
    Shot("password", "dark", (860, 960)),
    Shot("clear_text"),
    Shot("discords", size=(900, 1000)),
    Shot("discords", "dark", (800, 900), 1.5, "en"),
    Shot("discords", "contrast", (900, 1000), points=14),
    Shot("detected", size=(900, 820)),
    Shot("detected", "dark", (800, 600), 1.5, "en"),
    Shot("offered", size=(800, 600)),
    Shot("offered", "dark", (800, 860), points=14, language="en"),
    Shot("searching", "dark", (860, 640)),
    Shot("registration"),
    Shot("registration", "dark", language="en"),
    Shot("registration_custom", size=(880, 560)),
    Shot("registration_custom", size=(960, 720), scale=1.5),
    Shot("points", size=(960, 640)),
    Shot("points", "dark", (800, 600), 1.5),
    Shot("points", "contrast", (960, 640), language="en"),
    Shot("points", size=(800, 600), points=14),
    Shot("points_running", size=(960, 640)),
    Shot("points_running", "dark", (800, 600), 1.5, "en"),
    Shot("points_running", "contrast", (960, 640)),
    Shot("points_done", size=(960, 640)),
    Shot("points_failed", size=(960, 640)),
    Shot("points_failed", "dark", (800, 600), language="en"),
    Shot("points_failed", size=(800, 600), points=14),
    Shot("points_aside", size=(960, 640), scale=1.5),
    Shot("points_well"),
    Shot("points_well", "dark", (800, 600), 1.5, "en"),
    Shot("points_stopped"),
    Shot("points_stopped", "dark", (800, 600), language="en"),
    Shot("points_stopped", "contrast", (800, 600)),
    Shot("points_stopped", size=(800, 600), points=14),
    Shot("no_points", size=(860, 600)),
    Shot("no_points", "dark", (800, 600), points=14, language="en"),
    Shot("point", size=(840, 620)),
    Shot("point", "dark", (840, 620), 1.5),
    Shot("point", size=(840, 620), language="en"),
    Shot("point", size=(1100, 720), points=14),
    Shot("point_checked", size=(840, 1000)),
    Shot("point_checked", "dark", (840, 1000), language="en"),
    Shot("point_discords", size=(840, 900)),
    Shot("point_discords", "dark", (840, 900), 1.5, "en"),
    Shot("point_detected", size=(840, 720)),
    Shot("point_errors", size=(840, 620)),
    Shot("point_errors", "contrast", (840, 620), language="en"),
    Shot("point_general", size=(840, 620)),
    Shot("point_general", "dark", (840, 620), language="en"),
    Shot("point_list", size=(840, 620)),
    Shot("point_waiting", size=(840, 620)),
    Shot("point_waiting", "dark", (800, 600), 1.5, "en"),
    Shot("point_waiting", size=(1100, 720), points=14),
    Shot("point_looking", "dark", (840, 620)),
    Shot("point_looked_in_vain", size=(840, 620), language="en"),
    Shot("point_no_sign_in", size=(840, 620)),
    Shot("point_no_sign_in", "dark", (840, 620), 1.5, "en"),
    Shot("point_half_path", size=(840, 620)),
    Shot("point_half_path", "dark", (840, 620), 1.5, "en"),
    Shot("point_half_path", size=(1100, 720), points=14),
    Shot("point_history", size=(840, 620)),
    Shot("point_history", "dark", (800, 600), 1.5),
    Shot("point_history", "contrast", (840, 620), language="en"),
    Shot("point_history", size=(1100, 720), points=14),
    Shot("point_set_aside", size=(800, 600)),
    Shot("point_set_aside", "dark", (840, 620), language="en"),
    Shot("point_no_history", "dark", (800, 600), language="en"),
    Shot("schedule", size=(720, 560)),
    Shot("schedule", "dark", (720, 560), 1.5, "en"),
    Shot("schedule_none", "dark", (720, 560)),
    Shot("schedule_none", size=(800, 600), points=14),
    Shot("schedule_refused", size=(720, 560), language="en"),
    Shot("schedule_linux", size=(720, 720)),
    Shot("schedule_linux", "contrast", (720, 720), language="en"),
    Shot("schedule_cron", "dark", (720, 560)),
    Shot("point_controls", size=(840, 820)),
    Shot("point_controls", "dark", (840, 820), language="en"),
    Shot("point_rights", size=(840, 620)),
    Shot("point_rights", "dark", (840, 620), language="en"),
    Shot("diagnostics"),
    Shot("diagnostics", "dark", (960, 640), 1.5, "en"),
    Shot("diagnostics_failed", size=(800, 600), points=14),
    Shot("about"),
    Shot("about", "dark", language="en"),
    Shot("box"),
    Shot("box", "dark"),
    Shot("menu"),
    Shot("popup", "dark"),
)


def main(folder: Path, part: str) -> None:
    """Renders the pictures whose name holds `part`, each scale in its own process: Qt reads it only once."""
    folder.mkdir(parents=True, exist_ok=True)
    for scale in sorted({shot.scale for shot in SHOTS}):
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale), "SHOTS": str(scale)}
        arguments = [sys.executable, __file__, str(folder), part]
        subprocess.run(arguments, env=environment, check=True)


def render(folder: Path, part: str, scale: float) -> Iterator[Path]:
    """Renders the pictures of one scale."""
    from PySide6.QtCore import QTranslator
    from PySide6.QtGui import QColor, QFont, QPalette
    from PySide6.QtWidgets import QApplication

    from dms_mail_desktop import gui
    from dms_mail_desktop.gui.skin import Skin, Theme

    application = QApplication([])
    data = Path(gui.__file__).parents[1] / "data"
    english = QTranslator()
    english.load(str(data / "dms_mail_desktop_en.qm"))
    for shot in SHOTS:
        if shot.scale != scale or part not in shot.name:
            continue
        application.setFont(QFont("Open Sans", shot.points))
        skin = Skin(application)
        if shot.theme == "contrast":
            palette = QPalette(QColor("#000000"))
            for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
                palette.setColor(role, QColor("#000000"))
            for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
                palette.setColor(role, QColor("#ffffff"))
            palette.setColor(QPalette.ColorRole.Highlight, QColor("#d6b4fd"))
            palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#2b2b2b"))
            palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, QColor("#a6a6a6"))
            skin.show_contrast(palette)
        else:
            skin.set_theme(Theme(shot.theme))
        if shot.language == "en":
            application.installTranslator(english)
        else:
            application.removeTranslator(english)
        path = folder / f"{shot.name}.png"
        draw(shot, path)
        skin.deleteLater()
        yield path


def draw(shot: Shot, path: Path) -> None:
    """Builds the scene, lets it settle and takes the picture."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    window, act = SCENES[shot.scene](shot)
    if shot.scene not in ("about", "box"):
        window.setMinimumSize(0, 0)
        window.resize(*shot.size)
    window.show()
    QApplication.processEvents()
    act()
    for _ in range(4):
        QApplication.processEvents()
    popup = QApplication.activePopupWidget()
    picture = window.grab()
    if popup is not None:
        from PySide6.QtGui import QPainter

        painter = QPainter(picture)
        painter.drawPixmap(window.mapFromGlobal(popup.pos()), popup.grab())
        painter.end()
        popup.close()
    picture.save(str(path))
    for company in getattr(window, "kept", ()):
        company.close()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def page(shot: Shot) -> tuple:
    """The main window with the mail server page, filled in with OAuth2 and signed in."""
    from PySide6.QtWidgets import QMainWindow, QWidget

    from dms_mail_desktop.gui.field_rows import FieldRows
    from dms_mail_desktop.gui.generated.ui_mail_server_page import Ui_MailServerPage
    from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow
    from dms_mail_desktop.gui.states import StateIcon

    words = TEXTS[shot.language]
    window, main_ui, ui = QMainWindow(), Ui_MainWindow(), Ui_MailServerPage()
    main_ui.setupUi(window)
    holder = QWidget(main_ui.mail_server_tab)
    ui.setupUi(holder)
    main_ui.mail_server_tab.layout().addWidget(holder)
    rows = FieldRows(ui.page)
    ui.sending_method.setCurrentIndex(1)
    ui.account_name.setText("Powiadomienia DMS")
    ui.email.setText("powiadomienia@firma.pl")
    ui.display_name.setText("System DMS")
    ui.description.setText("Konto, z którego system wysyła powiadomienia")
    ui.host.setText("smtp.office365.com")
    ui.port.setValue(587)
    ui.auth_method.setCurrentIndex(1)
    ui.login.setText("powiadomienia@firma.pl")
    ui.test_recipient.setText("anna.nowak@firma.pl")
    ui.test_subject.setText(words["subject"])
    ui.test_body.setPlainText(words["body"])
    rows.show_help("encryption", words["tls"])
    for name in ("password", "clear_text_confirmed"):
        rows.set_row_visible(name, False)
    ui.sql_section.hide()
    ui.sign_in.show_state(StateIcon.SUCCESS, words["signed_in"], words["valid"])
    main_ui.footer.show_status(None, words["unsaved"])
    main_ui.footer.set_restorable(True)
    return window, main_ui, ui, rows, words


def live_page(shot: Shot, **values: object) -> tuple:
    """The main window with a page that works, over a computer that never asks anybody."""
    from PySide6.QtWidgets import QMainWindow

    from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow
    from dms_mail_desktop.gui.mail_server_page import MailServerPage
    from dms_mail_desktop.models import MailServer

    company, window, ui = Company(shot), QMainWindow(), Ui_MainWindow()
    ui.setupUi(window)
    page = MailServerPage(company.services, company.background, company.language)
    ui.mail_server_tab.layout().addWidget(page)
    window.kept = (company,)
    account = {"account_name": "Powiadomienia DMS", "email": "powiadomienia@firma.pl", **values}
    registration = company.document.settings.registration
    page.show_account(MailServer.model_validate(account, context="structure"), registration)
    return window, page


def discords(shot: Shot) -> tuple:
    """Several values that do not fit together, and a test that was started all the same."""
    wrong = {"host": "smtp.office365.com", "port": 993, "login": "anna.nowak@firma.pl", "display_name": "System DMS"}
    window, page = live_page(shot, **wrong)
    return window, lambda: (page._discords.review("send_button"), page._rows.focus("reply_to"))


def found_for(detection: object, language: str) -> None:
    """The result of a search, with everything that can be said of one."""
    from dms_mail_desktop.discovery import Discovery, Source
    from dms_mail_desktop.presets import Preset, Server

    servers = {name: Server(host="mail.hosting24.example", port=port, encryption="tls")
               for name, port in (("smtp", 465), ("imap", 993))}  # fmt: skip
    name = {"pl": "Poczta Firma", "en": "Firma Mail"}[language]
    preset = Preset(name=name, method="password", app_password=True, **servers)
    detection.follow()
    detection._end(Discovery("firma.pl", preset, Source.AUTOCONFIG))


def detected(shot: Shot) -> tuple:
    window, page = live_page(shot)
    return window, lambda: found_for(page._detection, shot.language)


def offered(shot: Shot) -> tuple:
    window, _ = live_page(shot, email="dokumenty@gmail.com")
    return window, nothing


def searching(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.states import StateIcon

    window, page = live_page(shot)

    def act() -> None:
        say = page._language.wording.say
        page._block.detect_button.set_running(True)
        text = say("gui.detection.searching", domain="firma.pl")
        page._block.show_state(StateIcon.RUNNING, text, say("gui.detection.asks"))

    return window, act


def nothing() -> None:
    """For scenes that are complete as built."""


def signed_in(shot: Shot) -> tuple:
    return page(shot)[0], nothing


def empty(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.states import StateIcon

    window, main_ui, ui, _, _ = page(shot)
    for line in (ui.account_name, ui.email, ui.display_name, ui.description, ui.host, ui.login):
        line.clear()
    ui.sign_in.show_state(StateIcon.NONE, "Niezalogowano")
    main_ui.footer.show_status(None, "")
    main_ui.footer.set_restorable(False)
    return window, nothing


def sql(shot: Shot) -> tuple:
    window, _, ui, rows, _ = page(shot)
    ui.sending_method.setCurrentIndex(0)
    ui.sql_section.show()
    for name in ("encryption", "auth_method", "sign_in"):
        rows.set_row_visible(name, False)
    rows.set_row_visible("password", True)
    return window, nothing


def sent(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.states import StateIcon

    window, _, ui, _, words = page(shot)

    def act() -> None:
        ui.steps.set_steps([name for name, _, _ in STEPS[shot.language]])
        for index, (_, detail, time) in enumerate(STEPS[shot.language]):
            ui.steps.set_step(index, StateIcon.SUCCESS, detail, time)
        ui.steps.set_heading(StateIcon.SUCCESS, words["sent"], words["sent_when"])
        to_the_end(ui)

    return window, act


def to_the_end(ui: object) -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    QApplication.processEvents()
    bar = ui.page.verticalScrollBar()
    bar.setValue(bar.maximum())


def waiting(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.page import reveal
    from dms_mail_desktop.gui.states import StateIcon

    window, _, ui, _, words = page(shot)

    def act() -> None:
        ui.sign_in.set_waiting(True)
        ui.sign_in.show_state(StateIcon.WAITING, words["waiting"], words["left"])
        to_the_end(ui)
        reveal(ui.server_type)

    return window, act


def lost(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.states import StateIcon

    window, _, ui, rows, words = page(shot)
    ui.sign_in.show_state(StateIcon.WARNING, words["lost"], words["lost_why"])
    return window, lambda: rows.focus("login")


def failed(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.states import StateIcon
    from dms_mail_desktop.wording import Explanation, Wording

    window, main_ui, ui, _, words = page(shot)
    main_ui.footer.show_status(None, "")
    main_ui.footer.set_restorable(False)

    def act() -> None:
        steps = STEPS[shot.language]
        ui.steps.set_steps([name for name, _, _ in steps])
        for index, (_, detail, time) in enumerate(steps[:5]):
            ui.steps.set_step(index, StateIcon.SUCCESS, detail, time)
        ui.steps.set_step(5, StateIcon.ERROR, words["by_server"], "388 ms")
        for index in range(6, 9):
            ui.steps.set_step(index, StateIcon.SKIPPED, words["skipped"], "")
        ui.steps.set_heading(StateIcon.ERROR, words["refused"], words["refused_when"])
        told = Explanation("", "", words["cause"], (words["remedy"],), COMMAND, WORDS)
        ui.steps.show_failure(5, told, Wording(shot.language))

    return window, act


def sign_in_refused(shot: Shot) -> tuple:
    from types import SimpleNamespace

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QApplication, QLineEdit

    from dms_mail_desktop.errors import ProviderAnswer, ProviderRefused
    from dms_mail_desktop.gui.sign_in_advice import SignInAdvice
    from dms_mail_desktop.gui.states import StateIcon
    from dms_mail_desktop.models import Registration
    from dms_mail_desktop.wording import Wording

    window, _, ui, _, words = page(shot)
    wording = Wording(shot.language)
    language = SimpleNamespace(wording=wording)
    registration = Registration(client_id="8c1f2a47-6b0d-4a53-9a1e-3f0b5c7d9e21", tenant="firma.pl")
    login = "powiadomienia@firma.pl"
    advice = SignInAdvice(ui.sign_in.help, lambda: login, lambda: registration, nothing, language)

    def act() -> None:
        if shot.scene.endswith("code"):
            ui.sign_in.set_waiting(True)
            ui.sign_in.show_state(StateIcon.WAITING, words["waiting"], words["left"])
            advice.wait()
            window.findChild(QLineEdit, "error_code").insert("AADSTS50105")
        else:
            answer = ProviderAnswer("access_denied", "", REFUSAL, (90094,))
            title = advice.show(ProviderRefused(answer))
            ui.sign_in.show_state(StateIcon.ERROR, wording.say("gui.state.none"), title)
        for _ in range(4):
            QApplication.processEvents()
        bar = ui.page.verticalScrollBar()
        bar.setValue(ui.sign_in.mapTo(ui.page.content(), QPoint()).y() - 20)

    return window, act


def consent(shot: Shot) -> tuple:
    from PySide6.QtWidgets import QWidget

    from dms_mail_desktop.gui.consent_dialog import ConsentDialog
    from dms_mail_desktop.oauth.provider import Provider

    company, parent = Company(shot), QWidget()
    provider = Provider.of(company.document.settings.registration)
    window = ConsentDialog(provider, "powiadomienia@firma.pl", company.language, parent)
    window.kept, window.kept_parent = (company,), parent
    return window, lambda: to_the_end(window._ui) if shot.scene.endswith("end") else None


def errors(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.states import StateIcon

    window, main_ui, ui, rows, words = page(shot)
    ui.email.setText("powiadomienia@firma")
    ui.host.clear()
    ui.login.clear()

    def act() -> None:
        rows.show_error("email", words["address"])
        rows.show_error("host", words["host"])
        rows.show_error("login", words["login"])
        main_ui.footer.show_status(StateIcon.ERROR, words["not_saved"], words["next"])
        window.activateWindow()
        rows.focus("email")

    return window, act


def password(shot: Shot) -> tuple:
    from dms_mail_desktop.gui.states import StateIcon

    window, _, ui, rows, words = page(shot)
    ui.auth_method.setCurrentIndex(0)
    rows.set_row_visible("password", True)
    rows.set_row_visible("sign_in", False)
    ui.password.setText("correct horse")

    def act() -> None:
        steps = STEPS[shot.language]
        ui.send_button.set_running(True)
        ui.steps.set_steps([name for name, _, _ in steps])
        for index, (_, detail, time) in enumerate(steps[:5]):
            ui.steps.set_step(index, StateIcon.SUCCESS, detail, time)
        ui.steps.set_step(5, StateIcon.RUNNING, words["answer"], "4 s")
        ui.steps.set_heading(StateIcon.RUNNING, words["running"], words["step"])
        to_the_end(ui)

    return window, act


def clear_text(shot: Shot) -> tuple:
    window, _, ui, rows, words = page(shot)
    ui.encryption.setCurrentIndex(3)
    ui.auth_method.setCurrentIndex(0)
    rows.set_row_visible("password", True)
    rows.set_row_visible("sign_in", False)
    rows.set_row_visible("clear_text_confirmed", True)
    rows.show_help("encryption", words["clear"])
    ui.clear_text_confirmed.setChecked(True)
    return window, lambda: rows.focus("password")


def registration(shot: Shot) -> tuple:
    from PySide6.QtWidgets import QDialog

    from dms_mail_desktop.gui.field_rows import FieldRows
    from dms_mail_desktop.gui.generated.ui_registration_dialog import Ui_RegistrationDialog
    from dms_mail_desktop.gui.states import StateIcon

    words, window, ui = TEXTS[shot.language], QDialog(), Ui_RegistrationDialog()
    ui.setupUi(window)
    ui.policy_notice.hide()
    rows = FieldRows(ui.form_page)
    ui.tenant.setText("organizations")
    ui.client_id.setText("8c1f2a47-6b0d-4a53-9a1e-3f0b5c7d9e21")
    ui.client_id.home(False)
    custom = shot.scene.endswith("custom")
    ui.cloud.setCurrentIndex(4 if custom else 0)
    for name in ("issuer", "scopes", "mail_hosts"):
        rows.set_row_visible(name, custom)
    rows.set_row_visible("tenant", not custom)
    ui.issuer.setText("https://login.firma.pl/realms/poczta")
    ui.scopes.setPlainText("openid\nhttps://mail.firma.pl/SMTP.Send")
    ui.mail_hosts.setPlainText("smtp.firma.pl\nimap.firma.pl")
    ui.check_state.show_state(StateIcon.SUCCESS, words["metadata"], words["metadata_detail"])
    ui.values.set_values(
        [
            ("Nazwa", "DMS Mail Desktop"),
            ("Obsługiwane typy kont", "Konta w dowolnym katalogu organizacyjnym"),
            ("Platforma", "Aplikacje mobilne i klasyczne"),
            ("Identyfikator URI przekierowania", "http://localhost"),
            ("Uprawnienia delegowane", "IMAP.AccessAsUser.All\nPOP.AccessAsUser.All\nSMTP.Send\noffline_access"),
        ]
    )
    return window, nothing


def about(shot: Shot) -> tuple:  # noqa: ARG001
    from PySide6.QtWidgets import QWidget

    from dms_mail_desktop.gui.about import AboutDialog

    parent = QWidget()
    window = AboutDialog(parent)
    window.kept_parent = parent
    return window, nothing


def schedule(shot: Shot) -> tuple:
    from dataclasses import replace
    from types import SimpleNamespace

    from PySide6.QtWidgets import QWidget

    from dms_mail_desktop.errors import SchedulerMissing, SchedulerRefused
    from dms_mail_desktop.gui.schedule_dialog import ScheduleDialog
    from dms_mail_desktop.schedule import Program, Schedule, SystemdTimer, TaskScheduler

    company, parent, part = Company(shot), QWidget(), shot.scene.partition("_")[2]
    windows = Program((r"C:\Program Files\DMS Mail Desktop\Scripts\dms-mailw.exe", "run", "--language", shot.language))
    linux = Program(("/opt/dms-mail-desktop/bin/dms-mail", "run", "--language", shot.language))
    folder = Path("/home/anna/.config/systemd/user")
    system = SystemdTimer(linux, folder, nothing) if part in ("linux", "cron") else TaskScheduler(windows, nothing)
    words = "BŁĄD: Odmowa dostępu." if shot.language == "pl" else "ERROR: Access is denied."

    async def state() -> Schedule:
        if part == "cron":
            raise SchedulerMissing("systemctl", "Failed to connect to bus: No medium found")
        if part == "refused":
            raise SchedulerRefused(system.text(5), 1, words)
        return Schedule(registered=part in ("", "linux"), minutes=5)

    posed = SimpleNamespace(kind=system.kind, text=system.text, by_hand=system.by_hand, state=state, remove=nothing)
    services = replace(company.services, scheduler=lambda _: posed)
    window = ScheduleDialog(services, company.background, company.language, parent)
    window.kept, window.kept_parent = (company,), parent
    return window, nothing


def diagnostics(shot: Shot) -> tuple:
    from time import sleep

    from PySide6.QtWidgets import QApplication, QWidget

    from dms_mail_desktop.gui.diagnostics_dialog import DiagnosticsDialog

    company, parent = Company(shot), QWidget()
    heard = company.services.transcripts.begin("smtp", "smtp.office365.com", 587)
    heard.received(b"220 AM0PR0202CA0035.outlook.office365.com Microsoft ESMTP MAIL Service ready\r\n")
    heard.sent(b"EHLO [192.0.2.7]\r\n")
    heard.received(b"250-SIZE 157286400\r\n250-STARTTLS\r\n250 AUTH LOGIN XOAUTH2\r\n")
    heard.sent(b"AUTH XOAUTH2\r\n")
    heard.received(b"334 \r\n")
    heard.sent(b"dXNlcj1wb3dpYWRvbWllbmlhQGZpcm1hLnBs\r\n")
    heard.received(WORDS.encode() + b"\r\n")
    window = DiagnosticsDialog(company.services, company.background, company.language, shot.theme, parent)
    window.kept, window.kept_parent = (company,), parent
    until = monotonic() + 10
    while not window._ui.parts.count() and monotonic() < until:
        QApplication.processEvents()
        sleep(0.01)
    window._ui.parts.setCurrentRow(4)
    if shot.scene.endswith("failed"):
        window.save(Path("/nie/ma/pakiet.zip"))
        while not window._ui.notice.isVisibleTo(window) and monotonic() < until:
            QApplication.processEvents()
            sleep(0.01)
    return window, nothing


def box(shot: Shot) -> tuple:  # noqa: ARG001
    from PySide6.QtWidgets import QMessageBox, QWidget

    from dms_mail_desktop.gui.icon_message_box import icon_message_box, mark_primary
    from dms_mail_desktop.gui.states import StateIcon

    parent = QWidget()
    window = icon_message_box(
        parent,
        StateIcon.WARNING,
        "Logowanie",
        "Zalogowano anna.nowak@firma.pl, a w formularzu jest powiadomienia@firma.pl",
        "Nic nie zostanie zachowane, dopóki nie wybierzesz.",
    )
    first = window.addButton("&Użyj anna.nowak@firma.pl", QMessageBox.ButtonRole.AcceptRole)
    window.addButton("Zaloguj &ponownie", QMessageBox.ButtonRole.ActionRole)
    window.addButton("&Anuluj", QMessageBox.ButtonRole.RejectRole)
    mark_primary(window, first)
    window.kept_parent = parent
    return window, nothing


def menu(shot: Shot) -> tuple:
    from PySide6.QtCore import QPoint

    window, main_ui, _, _, _ = page(shot)
    return window, lambda: main_ui.theme_menu.popup(window.mapToGlobal(QPoint(150, 34)))


def popup(shot: Shot) -> tuple:
    window, _, ui, _, _ = page(shot)
    return window, ui.encryption.showPopup


class Company:
    """Points, sign-ins and checks as a company has them, without a network: the real windows show them."""

    def __init__(self, shot: Shot, *, points: bool = True) -> None:
        import tempfile
        from datetime import UTC, datetime

        from dms_mail_desktop.gui.background import Background
        from dms_mail_desktop.gui.document import Document
        from dms_mail_desktop.gui.language import Language
        from dms_mail_desktop.models import Point, Registration, Settings
        from dms_mail_desktop.oauth.account import Account, account_key
        from dms_mail_desktop.oauth.provider import Provider
        from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring
        from dms_mail_desktop.services import build_services

        self.folder = tempfile.TemporaryDirectory()
        self.services = build_services(Path(self.folder.name), backend=ThrowAwayKeyring())
        self.background, self.language = Background(), Language(shot.language)
        registration = Registration(client_id="8c1f2a47-6b0d-4a53-9a1e-3f0b5c7d9e21", tenant="firma.pl")
        rows = (
            ("Faktury kosztowe", "generate_documents", "faktury@firma.pl", True),
            ("Korespondencja przychodząca", "download_attachments", "kancelaria@firma.pl", True),
            ("Zamówienia", "generate_documents", "zamowienia@firma.pl", True),
            ("Umowy i aneksy", "download_attachments", "umowy@firma.pl", True),
            ("Reklamacje (archiwum)", "download_attachments", "reklamacje@firma.pl", False),
        )
        self.points = tuple(
            Point(name=name, mode=mode, mailbox=mailbox, login=login_of(mailbox), auth_method="oauth2", active=active,
                  host="outlook.office365.com", target=str(Path(self.folder.name).absolute()))
            for name, mode, mailbox, active in rows
        )  # fmt: skip
        store = self.services.store
        settings = Settings(registration=registration, points=self.points if points else ())
        store.save(settings, store.load().stamp)
        self.document = Document(self.services, self.background)
        provider, now = Provider.of(registration), datetime.now(UTC)
        self.accounts = [
            Account(account_key(provider, login), login, refreshed_at=now)
            for login in {login_of(row[2]) for row in rows} - {"zamowienia@firma.pl"}
        ]

    def close(self) -> None:
        """Takes back what stays behind in the application."""
        self.language.choose("pl")
        self.background.close()
        self.folder.cleanup()

    def runs(self, scene: str) -> object:
        """What the ledger knows of the points, and the runs under way."""
        from datetime import UTC, datetime, timedelta
        from types import SimpleNamespace

        from dms_mail_desktop.errors import ConnectFailed, NetworkFault, Stage, TargetUnusable
        from dms_mail_desktop.gui.point_runs import Activity, PointRuns
        from dms_mail_desktop.points.facts import PointRecord, Progress, RunResult, Tally

        now, tried = datetime.now(UTC), ("52.97.150.210",)
        offline = ConnectFailed(Stage.CONNECTION, "outlook.office365.com", 993, NetworkFault.TIMED_OUT, tried, "")
        full = TargetUnusable(Path("D:/DMS/Umowy"), "No space left on device", full=True)
        error = full if scene in ("points_failed", "points_stopped") else offline
        if scene == "points_well":
            error = None
        outcomes = (
            (timedelta(minutes=2), Tally(stored=4, skipped=1), None, 2 if scene == "points_aside" else 0),
            (timedelta(minutes=4), Tally(stored=2), None, 0),
            (timedelta(hours=20), Tally(), None, 0),
            (timedelta(minutes=17), Tally(), error, 0),
            (timedelta(days=140), Tally(stored=118), None, 0),
        )
        records = {}
        for point, (ago, tally, fault, aside) in zip(self.points, outcomes, strict=True):
            run = RunResult(point.id, now - ago, now - ago, tally, fault)
            failing = now - timedelta(hours=3) if fault is not None else None
            success = now - timedelta(hours=19) if fault is not None else run.ended_at
            records[point.id] = PointRecord(point.id, run, success, failing, 36 if fault else 0, fault, aside)
        runs = PointRuns(self.document, self.services, self.background, self.language, self.document)
        runs.records._records = records
        if scene in ("points", "points_running"):
            at_work = Activity(self.points[1], Progress(12, Tally(stored=2, skipped=1)), SimpleNamespace(), begun=True)
            runs._activities = {self.points[1].id: at_work}
        return runs

    def page(self, scene: str) -> object:
        """The list of points."""
        from dms_mail_desktop.gui.points_page import PointsPage

        page = PointsPage(self.document, self.runs(scene), self.services, self.background, self.language)
        page.refresh_sign_ins = lambda: None
        page._reading.cancel()
        page._learn_accounts(tuple(self.accounts))
        return page


def login_of(mailbox: str) -> str:
    """Whose sign-in opens the mailbox."""
    return "zamowienia@firma.pl" if mailbox == "zamowienia@firma.pl" else "anna.nowak@firma.pl"


def result_of(error: object = None) -> object:
    """A mailbox as a check finds it."""
    from datetime import UTC, datetime, timedelta

    from dms_mail_desktop.errors import Stage
    from dms_mail_desktop.mail.imap_folders import Folder, FolderUse
    from dms_mail_desktop.mail.mailbox_probe import MAILBOX_STAGES, MailboxResult, MessageSummary
    from dms_mail_desktop.mail.steps import StepReport, StepState

    now = datetime.now(UTC)
    stock = (
        ("Faktura FV 118/2026", "Energia Polska", "efaktura@energia.pl", False),
        ("Zamówienie ZAM/2026/0042 – materiały biurowe", "Marek Lis", "marek.lis@papier.pl", False),
        ("Decyzja nr 5521/2026", "Urząd Miasta", "kancelaria@miasto.pl", True),
        ("Odp.: Umowa serwisowa", "Ewa Zielińska", "ewa.zielinska@serwis.pl", True),
        ("Potwierdzenie salda na dzień 31.10.2026", "Księgowość", "ksiegowosc@dostawca.pl", True),
    )
    messages = tuple(
        MessageSummary(str(number), subject, name, sender, now, now - timedelta(hours=number * 5), seen, 48_000)
        for number, (subject, name, sender, seen) in enumerate(stock)
    )
    facts = {
        Stage.ADDRESS: {"host": "outlook.office365.com", "addresses": ("52.97.150.210",)},
        Stage.CONNECTION: {"port": 993, "family": "ipv4"},
        Stage.ENCRYPTION: {"protocol": "TLSv1.3", "subject": "outlook.com", "issuer": "DigiCert", "days_left": 143},
        Stage.GREETING: {"capabilities": ("IDLE",), "auth_methods": ("XOAUTH2",)},
        Stage.CREDENTIAL: {"kind": "token", "login": "anna.nowak@firma.pl", "expires_at": now + timedelta(minutes=52)},
        Stage.AUTHENTICATION: {"method": "XOAUTH2", "user": "faktury@firma.pl"},
        Stage.FOLDERS: {"folders": range(12)},
        Stage.FOLDER: {"name": "INBOX", "count": 128, "unseen": 4},
        Stage.MESSAGES: {"messages": messages},
    }
    steps = tuple(StepReport(stage, StepState.DONE, facts[stage], 0.038) for stage in MAILBOX_STAGES)
    if error is not None:
        return MailboxResult((*steps[:1], StepReport(Stage.CONNECTION, StepState.FAILED, {}, 15.0, error)), error)
    names = (("INBOX", FolderUse.INBOX), ("Elementy wysłane", FolderUse.SENT), ("Faktury", None))
    return MailboxResult(steps, None, tuple(Folder(name, "/", use, True) for name, use in names), messages)


def points(shot: Shot) -> tuple:
    from PySide6.QtWidgets import QMainWindow

    from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow

    company = Company(shot, points=shot.scene != "no_points")
    window, main_ui = QMainWindow(), Ui_MainWindow()
    main_ui.setupUi(window)
    page = company.page(shot.scene)
    main_ui.points_tab_layout.addWidget(page)
    main_ui.tabs.setCurrentIndex(1)
    window.kept = (company,)

    def act() -> None:
        page._ui.table.setFocus()
        page._select(company.points[SELECTED.get(shot.scene, 0)].id)

    return window, act


SELECTED = {"points": 2, "points_running": 1, "points_failed": 3}
"""Which point is selected; else the first."""


def health(shot: Shot) -> tuple:
    """The first screen with what it says of the points."""
    from dms_mail_desktop.gui import icons
    from dms_mail_desktop.gui.points_banner import PointsBanner
    from dms_mail_desktop.gui.points_summary import LOUD, summary_of, words_of_summary
    from dms_mail_desktop.gui.states import role_of
    from dms_mail_desktop.gui.tab_marks import mark_tab

    window, main_ui, ui, _, _ = page(shot)
    company, banner = Company(shot), PointsBanner(main_ui.tabs.tabBar())
    records = company.runs(shot.scene).records.known
    summary = summary_of(company.points, records, asked=True, trouble=None)
    ui.column_layout.insertWidget(0, banner)
    banner.show_words(summary.state, words_of_summary(company.language.wording, summary))
    if summary.state in LOUD:
        mark_tab(main_ui.tabs, 1, icons.icon(summary.state.value, role_of(summary.state)), "")
    window.kept = (company,)
    return window, nothing


def point(shot: Shot) -> tuple:
    from PySide6.QtWidgets import QWidget

    from dms_mail_desktop.gui.mailbox_check import MAILBOX_STAGES, Trial
    from dms_mail_desktop.gui.point_dialog import Opening, PointDialog
    from dms_mail_desktop.gui.point_states import Check, Standings
    from dms_mail_desktop.oauth.account import SignInState

    company, parent, standings = Company(shot), QWidget(), Standings()
    chosen = company.points[0]
    check = Check(chosen, result_of())
    standings.learn_check(check)
    shared = (company.document, company.services, company.background, company.language)
    window = PointDialog(chosen, Opening.EDIT, standings, *shared, parent)
    window.kept, window.kept_parent = (company,), parent
    window._access.sign_in._reading.cancel()
    signed_in_as = SignInState.of(next(a for a in company.accounts if a.username == chosen.login))
    tabs = ("mode", "general", "list", "controls", "rights")

    def act() -> None:
        part = shot.scene.partition("_")[2]
        window._learn(check)
        window._access.sign_in._reading.cancel()
        window._access.sign_in._show_state(signed_in_as)
        if part in tabs:
            window._ui.tabs.setCurrentIndex(tabs.index(part))
        if part == "discords":
            window._form.fill({"port": 995, "auth_method": "password", "login": "anna.nowak"})
            window._access.discords.review("check_row")
        if part == "detected":
            window._form.fill({"host": "", "login": "anna.nowak@firma.pl", "mailbox": ""})
            found_for(window._access._detection, shot.language)
        if part == "half_path":
            window._form.fill({"target": "dokumenty"})
            window._form.rows.focus("target")
            window._ui.footer.setFocus()
        if part == "checked":
            run = window._access.check._run
            run._trial = Trial(MAILBOX_STAGES, None, {"auth_method": "oauth2"})
            run._started = monotonic() - 1.28
            run._end(check.result)
        if part == "errors":
            window._form.show(chosen.model_copy(update={"host": "", "login": "", "name": "", "encryption": "none"}))
            window._save()
        if part in LISTED:
            window._ui.tabs.setCurrentIndex(2)
            LISTED[part](window._list)

    return window, act


def letters() -> list:
    """Messages as a mailbox and the ledger tell of them."""
    from datetime import UTC, datetime, timedelta

    from dms_mail_desktop.points.facts import Letter

    now = datetime.now(UTC)
    stock = (
        ("Faktura FV 118/2026", "Energia Polska", "efaktura@energia.pl"),
        ("Zamówienie ZAM/2026/0042 – materiały biurowe i środki czystości", "Marek Lis", "marek.lis@papier.pl"),
        ("Decyzja nr 5521/2026", "Urząd Miasta", "kancelaria@miasto.pl"),
        ("Odp.: Umowa serwisowa", "Ewa Zielińska", "ewa.zielinska@serwis.pl"),
        ("Potwierdzenie salda na dzień 31.10.2026", "Księgowość", "ksiegowosc@dostawca.pl"),
        ("Wezwanie do zapłaty", "", "windykacja@kancelaria-prawna.pl"),
        ("Oferta specjalna tylko dziś", "Promocje", "newsletter@sklep.example"),
    )
    times = [now - timedelta(hours=number * 5) for number in range(len(stock))]
    return [
        Letter(f"<{at:%H}@x>", subject, name, sender, at, at, 48_000 * number + 9_300)
        for number, ((subject, name, sender), at) in enumerate(zip(stock, times, strict=True))
    ]


def examined() -> list:
    """What a dry run finds in the mailbox."""
    from dms_mail_desktop.errors import MessageUnreadable
    from dms_mail_desktop.points.facts import AttachmentFacts, Examined, LeftOut, Place, Reason

    pdf, scan = AttachmentFacts("FV_118_2026.pdf", "application/pdf", 182_400), LeftOut.EXTENSION
    fates = (
        (None, (pdf, AttachmentFacts("regulamin promocji.exe", "application/octet-stream", 912_000, scan)), None),
        (None, (AttachmentFacts("zamówienie.docx", "application/msword", 48_000),), None),
        (Reason.NO_ATTACHMENT, (), None),
        (None, (), MessageUnreadable("multipart/mixed")),
        (Reason.DUPLICATE, (pdf,), None),
        (Reason.SENDER, (), None),
        (Reason.SIZE, (AttachmentFacts("film.mp4", "video/mp4", 48_000_000, LeftOut.SIZE),), None),
    )
    rows = enumerate(zip(letters(), fates, strict=True))
    return [
        Examined(Place("faktury@firma.pl", "INBOX", 7, str(number)), letter, *fate) for number, (letter, fate) in rows
    ]


def entries() -> list:
    """What the ledger remembers."""
    from datetime import timedelta
    from pathlib import PureWindowsPath

    from dms_mail_desktop.errors import MessageUnreadable
    from dms_mail_desktop.points.facts import Entry, Place, Reason, State

    folder = PureWindowsPath(r"D:\DMS\Faktury kosztowe\20261122-143205-8c1f2a476b0d")
    raw = PureWindowsPath(r"C:\ProgramData\DMS Mail Desktop\set-aside\4b6f\20261121-093105-31aa5c7d9e21.eml")
    fates = (
        (State.STORED, {"folder": folder, "attachments": 2}),
        (State.SKIPPED, {"reason": Reason.SENDER}),
        (State.SET_ASIDE, {"error": MessageUnreadable("multipart/mixed bez granicy"), "raw": raw, "attempts": 3}),
        (State.STORED, {"folder": folder, "attachments": 1}),
        (State.FAILED, {"error": MessageUnreadable("base64"), "attempts": 1}),
        (State.DUPLICATE, {"reason": Reason.DUPLICATE, "elsewhere": "Archiwum"}),
        (State.STORED, {"folder": folder, "attachments": 1}),
    )
    return [
        Entry(number, "p", Place("faktury@firma.pl", "INBOX", 7, str(number)), letter, state,
              letter.sent_at + timedelta(minutes=5), **more)
        for number, (letter, (state, more)) in enumerate(zip(letters(), fates, strict=True))
    ]  # fmt: skip


def show_waiting(page: object, *, running: bool = False, error: object = None) -> None:
    """A dry run that has ended, or is under way."""
    from dms_mail_desktop.gui.background import Job
    from dms_mail_desktop.points.facts import Progress, RunResult, Tally

    look, found = page._waiting._look, examined()
    look._job = Job(look)
    look.found = [] if error is not None else found[:3] if running else found
    look.progress = Progress(12, Tally(), found[2].letter.subject)
    if running:
        look.changed.emit()
        return
    look._job.cancel()
    now = found[0].letter.sent_at
    look._end(RunResult("p", now, now, Tally(), error, dry=True))


def show_failed_look(page: object) -> None:
    from dms_mail_desktop.errors import ConnectFailed, NetworkFault, Stage

    tried = ("52.97.150.210",)
    error = ConnectFailed(Stage.CONNECTION, "outlook.office365.com", 993, NetworkFault.TIMED_OUT, tried, "")
    show_waiting(page, error=error)


def show_look_without_sign_in(page: object) -> None:
    from dms_mail_desktop.errors import SignInLoss, SignInRequired

    show_waiting(page, error=SignInRequired("anna.nowak@firma.pl", SignInLoss.NEVER))


def show_history(page: object, row: int | None = 0) -> None:
    """The ledger's messages, one of them selected; without a row there are none."""
    page._history._background = type("Nothing", (), {"start": lambda *_, **__: None})()
    page.show_history()
    page._history._show_entries(() if row is None else tuple(entries()), False)
    if row is not None:
        page._part.build().history_table.selectRow(row)


LISTED = {
    "waiting": show_waiting,
    "looking": lambda page: show_waiting(page, running=True),
    "looked_in_vain": show_failed_look,
    "no_sign_in": show_look_without_sign_in,
    "history": show_history,
    "set_aside": lambda page: show_history(page, 2),
    "no_history": lambda page: show_history(page, None),
}


POINT_PARTS = ("checked", "half_path", "errors", "general", "list", "controls", "rights", *LISTED)


def accounts(shot: Shot) -> tuple:
    """Accounts in every state; the one that the scene names is selected."""
    from dataclasses import replace
    from datetime import UTC, datetime, timedelta

    from PySide6.QtWidgets import QMainWindow

    from dms_mail_desktop.errors import ProviderAnswer, SignInBlocked, SignInLoss
    from dms_mail_desktop.gui.accounts_page import AccountsPage
    from dms_mail_desktop.gui.generated.ui_main_window import Ui_MainWindow

    company, now = Company(shot), datetime.now(UTC)
    well = company.accounts[0]
    said = "AADSTS53003: Access has been blocked by Conditional Access policies."
    answer = ProviderAnswer("invalid_grant", "", said, (53003,), "5f1b2c3d-0000-4a4b-8c8d-9e9f00112233")
    refused = SignInBlocked("kancelaria@firma.pl", SignInLoss.INTERACTION, answer)
    scopes = ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")
    made = [
        replace(well, scopes=scopes, signed_in_at=now - timedelta(days=200), tenant="firma.pl"),
        _as(company, "magazyn@firma.pl", now - timedelta(days=78), scopes),
        _as(company, "kancelaria@firma.pl", now - timedelta(days=3), scopes).after_refusal(refused, now),
        _as(company, "kadry@firma.pl", now - timedelta(days=95), scopes),
    ]
    window, main_ui = QMainWindow(), Ui_MainWindow()
    main_ui.setupUi(window)
    page = AccountsPage(company.document, company.services, company.background, company.language)
    main_ui.accounts_tab_layout.addWidget(page)
    main_ui.tabs.setCurrentIndex(2)
    window.kept = (company,)
    chosen = {"accounts": 1, "accounts_blocked": 2}[shot.scene]

    def act() -> None:
        from dms_mail_desktop.oauth.account import SignInState

        page.reload = lambda: None
        if page._reading is not None:
            page._reading.cancel()
        page.sign_in.refresh = lambda _ending=None: page.sign_in._show_state(SignInState.of(made[chosen]))
        page._show_accounts(tuple(made))
        page._ui.accounts_table.selectRow(chosen)

    return window, act


def _as(company: Company, login: str, used: object, scopes: tuple) -> object:
    from dms_mail_desktop.oauth.account import Account, account_key
    from dms_mail_desktop.oauth.provider import Provider

    provider = Provider.of(company.document.settings.registration)
    return Account(account_key(provider, login), login, "firma.pl", scopes=scopes, signed_in_at=used, refreshed_at=used)


SCENES: dict[str, Callable[[Shot], tuple]] = {
    "signed_in": signed_in,
    "sign_in_refused": sign_in_refused,
    "sign_in_code": sign_in_refused,
    "consent": consent,
    "consent_end": consent,
    "accounts": accounts,
    "accounts_blocked": accounts,
    "empty": empty,
    "sql": sql,
    "sent": sent,
    "waiting": waiting,
    "lost": lost,
    "failed": failed,
    "errors": errors,
    "password": password,
    "clear_text": clear_text,
    "discords": discords,
    "detected": detected,
    "offered": offered,
    "searching": searching,
    "point_discords": point,
    "point_detected": point,
    "registration": registration,
    "registration_custom": registration,
    "points": points,
    **dict.fromkeys(("no_points", "points_running", "points_done", "points_failed", "points_aside"), points),
    **dict.fromkeys(("points_well", "points_stopped"), health),
    **dict.fromkeys(("point", *(f"point_{part}" for part in POINT_PARTS)), point),
    **dict.fromkeys(("schedule", "schedule_none", "schedule_refused", "schedule_linux", "schedule_cron"), schedule),
    **dict.fromkeys(("diagnostics", "diagnostics_failed"), diagnostics),
    "about": about,
    "box": box,
    "menu": menu,
    "popup": popup,
}

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "shots"
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    if "SHOTS" in os.environ:
        for picture in render(target, wanted, float(os.environ["SHOTS"])):
            sys.stdout.write(f"{picture.name}\n")
    else:
        main(target, wanted)
