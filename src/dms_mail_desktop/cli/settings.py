"""settings path, show, validate, export, import: the settings file."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from dms_mail_desktop.cli.discords import warn
from dms_mail_desktop.cli.session import Session, Status, judged
from dms_mail_desktop.cli.subjects import subjects_of
from dms_mail_desktop.exchange import changes_between, export_settings, read_settings
from dms_mail_desktop.models import Settings
from dms_mail_desktop.rules import Strictness
from dms_mail_desktop.wording import Wording


async def path(session: Session, _: Namespace) -> Status:
    """Says where the settings file is."""
    session.terminal.document["path"] = session.services.store.path
    session.terminal.line(str(session.services.store.path))
    return Status.DONE


async def show(session: Session, _: Namespace) -> Status:
    """Shows what is set; the file holds no secrets."""
    settings = session.settings()
    session.terminal.document["settings"] = settings.model_dump(mode="json", by_alias=True)
    for line in _shown(session.wording, settings):
        session.terminal.line(line)
    return Status.DONE


async def validate(session: Session, _: Namespace) -> Status:
    """Judges the file as Zapisz would judge the form; what only does not fit together changes no exit status."""
    settings = session.settings()
    for subject in subjects_of(settings):
        warn(session, subject, settings.registration)
    judged(settings, Strictness.SAVE)
    session.terminal.line(session.wording.say("cli.settings.valid", path=session.services.store.path))
    return Status.DONE


async def export(session: Session, options: Namespace) -> Status:
    """Writes the settings to another file."""
    target = Path(options.file)
    export_settings(session.settings(), target)
    session.terminal.document["path"] = target
    session.terminal.line(session.wording.say("cli.settings.exported", path=target))
    return Status.DONE


async def import_file(session: Session, options: Namespace) -> Status:
    """Takes over the settings of another file, whole or not at all."""
    source = Path(options.file)
    store = session.services.store
    wanted, loaded = read_settings(source), store.load()
    judged(wanted, Strictness.SAVE)
    changes = changes_between(loaded.settings, wanted)
    store.save(wanted, loaded.stamp)
    for point in changes.removed:
        await session.services.passwords.delete(point.id)
    session.terminal.document["path"] = store.path
    session.terminal.line(session.wording.say("cli.settings.imported", source=source, path=store.path))
    return Status.DONE


def _shown(wording: Wording, settings: Settings) -> Iterator[str]:
    yield wording.say("cli.settings.registration")
    yield from _values(wording, settings.registration, "registration")
    yield wording.say("cli.settings.mail_server")
    yield from _values(wording, settings.mail_server, "mail_server")
    for number, point in enumerate(settings.points):
        yield wording.say("cli.settings.point", name=point.name or point.id)
        yield from _values(wording, point, f"points.{number}")


def _values(wording: Wording, model: BaseModel, place: str) -> Iterator[str]:
    for name, value in model:
        if shown := wording.value(name, value):
            yield f"    {wording.field_label(f'{place}.{name}')}: {shown}"
