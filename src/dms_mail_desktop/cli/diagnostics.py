"""diagnostics: the diagnostic package, without a window."""

from argparse import Namespace
from pathlib import Path

from dms_mail_desktop.cli.session import Session, Status
from dms_mail_desktop.diagnostics import collect, write


async def diagnostics(session: Session, options: Namespace) -> Status:
    """Writes the package to a file; a file that cannot be written is told by the error."""
    target = Path(options.file)
    parts = await collect(session.services, session.wording, {})
    write(parts, target)
    session.terminal.document |= {"path": target, "parts": [part.name for part in parts]}
    session.terminal.line(session.wording.say("cli.diagnostics", path=target))
    return Status.DONE
