"""Messages for the target folder, and how they get there."""

from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from dms_mail_desktop.models import Mode, Point
from dms_mail_desktop.points.documents import DocumentsFolder, Staged
from dms_mail_desktop.points.facts import LeftOut
from dms_mail_desktop.points.mime import read_message

from .ledgers import SOURCE, letter

POINT = Point(id="point-a", name="Faktury", operators=("jan", "łucja"))
DOWNLOAD = POINT.model_copy(update={"mode": Mode.DOWNLOAD_ATTACHMENTS})
Sent = tuple[str, str, bytes]
"""An attachment: name, media type, content."""
PDF: Sent = ("Faktura żółw.pdf", "application/pdf", b"%PDF-1.7 \x00\xff" * 400)


def message(subject: str = "Faktura FV/118/2026", attachments: Sequence[Sent] = (PDF,)) -> bytes:
    """A message with these attachments, as a server sends it."""
    made = EmailMessage()
    made["From"] = "Łucja Żak <biuro@dostawca.pl>"
    made["To"] = "Faktury <faktury@firma.pl>, jan@firma.pl"
    made["Cc"] = "ksiegowosc@firma.pl"
    made["Subject"] = subject
    made["Date"] = "Fri, 03 Jul 2026 10:15:00 +0200"
    made["Message-ID"] = "<1@dostawca.pl>"
    made.set_content("Dzień dobry,\nw załączeniu faktura.\n")
    for name, media_type, content in attachments:
        main, _, kind = media_type.partition("/")
        made.add_attachment(content, maintype=main, subtype=kind, filename=name or None)
    if attachments:
        made.set_boundary("always-the-same")
    return made.as_bytes().replace(b"\n", b"\r\n")


def staged(
    documents: DocumentsFolder,
    raw: bytes,
    point: Point = POINT,
    uid: str = "1",
    left_out: Sequence[LeftOut | None] = (),
) -> Staged:
    """Has a message written into a temporary folder of the target."""
    return documents.stage(read_message(raw), point, letter(), SOURCE.place(uid), raw=raw, left_out=left_out)


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
