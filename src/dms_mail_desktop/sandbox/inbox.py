"""The page "Skrzynki piaskownicy", where the messages sent in the sandbox can be read."""

from http import HTTPStatus

from dms_mail_desktop.sandbox.directory import COMPANY
from dms_mail_desktop.sandbox.pages import Markup, Pages
from dms_mail_desktop.sandbox.received import Received, ReceivedMessage
from dms_mail_desktop.sandbox.web import Request, Response

TITLE = "Skrzynki piaskownicy"
NO_SUBJECT = "(bez tematu)"
OPTIONAL_HEADERS = {"Cc": "DW", "Reply-To": "Adres zwrotny", "Message-ID": "Identyfikator", "Date": "Wysłano"}


class Inbox:
    """The list and the view of one message."""

    def __init__(self, received: Received, pages: Pages) -> None:
        self._received = received
        self._pages = pages

    def answer(self, request: Request) -> Response:
        """The page for a request; 404 for what is not there."""
        if request.path == "/":
            return self._list()
        section, _, rest = request.path.removeprefix("/").partition("/")
        number, _, view = rest.partition("/")
        messages = self._received.messages()
        known = section == "messages" and number.isdecimal() and 1 <= int(number) <= len(messages)
        if known and view == "source":
            return Response(messages[int(number) - 1].content, content_type="text/plain; charset=utf-8")
        if known and not view:
            return self._message(messages[int(number) - 1])
        return self._pages.page(TITLE, self._pages.part("missing"), status=HTTPStatus.NOT_FOUND)

    def _list(self) -> Response:
        messages = self._received.messages()
        rows: list[dict[str, object]] = [
            {
                "number": message.number,
                "subject": message.subject or NO_SUBJECT,
                "time": _time(message),
                "sender": message.sender,
                "recipients": ", ".join(message.recipients),
            }
            for message in reversed(messages)
        ]
        content = (
            self._pages.part("received_list", rows=self._pages.parts("received_row", rows))
            if rows
            else self._pages.part("received_none")
        )
        return self._pages.page(TITLE, self._pages.part("received", company=COMPANY, list=content))

    def _message(self, message: ReceivedMessage) -> Response:
        parsed = message.message()
        facts: list[dict[str, object]] = [
            {"name": label, "value": parsed[header]} for header, label in OPTIONAL_HEADERS.items() if parsed[header]
        ]
        names = [part.get_filename() or part.get_content_type() for part in parsed.iter_attachments()]
        if names:
            facts.append({"name": "Załączniki", "value": ", ".join(names)})
        optional: Markup = self._pages.parts("message_fact", facts)
        body = self._pages.part(
            "message",
            number=message.number,
            subject=message.subject or NO_SUBJECT,
            sender=parsed["From"] or "",
            to=parsed["To"] or "",
            optional=optional,
            time=_time(message),
            envelope_sender=message.sender,
            recipients=", ".join(message.recipients),
            login=message.login,
            method="OAuth2" if message.method == "XOAUTH2" else "login i hasło",
            size=len(message.content),
            text=message.text,
        )
        return self._pages.page(message.subject or TITLE, body)


def _time(message: ReceivedMessage) -> str:
    return message.received_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
