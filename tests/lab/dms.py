"""The DMS as the lab plays it: it takes finished folders away and looks whether they are whole."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import count
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

from jsonschema import Draft202012Validator

from dms_mail_desktop.points.mime import read_message

from .post import Sent

Document = dict[str, Any]


@cache
def _schema() -> Draft202012Validator:
    text = (files("dms_mail_desktop") / "data" / "schema" / "document.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)


def whole_document(folder: Path) -> Document:
    """The document of a published folder; AssertionError unless it fits the schema, and the files fit it."""
    document: Document = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    _schema().validate(document)
    expected = {each["file"]: (each["size"], each["sha256"]) for each in document["attachments"]}
    if document["message_file"]:
        expected[document["message_file"]] = (document["message"]["size"], document["message"]["sha256"])
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "document.json"}
    facts = {name: (len(octets), sha256(octets).hexdigest()) for name, octets in found.items()}
    assert facts == expected, f"{folder} holds {facts} instead of {expected}"
    return document


def finished(target: Path) -> list[Path]:
    """The published folders of a target; a name with a dot in front is unfinished."""
    return [path for path in target.iterdir() if not path.name.startswith(".")]


def documents(target: Path) -> list[Document]:
    """Every document in a target, by subject; unfinished folders fail the test."""
    unfinished = [path.name for path in target.iterdir() if path.name.startswith(".")]
    assert not unfinished, f"unfinished: {unfinished}"
    return sorted(map(whole_document, finished(target)), key=lambda document: str(document["message"]["subject"]))


def assert_each_once(found: Iterable[Document], letters: Iterable[Sent]) -> None:
    """Every letter has exactly one document: by its Message-ID, its content's key, its octets and what is attached."""

    def facts(letter: Sent) -> tuple[Any, ...]:
        return letter.message_id, read_message(letter.octets).content_key(), letter.digest, letter.files

    def told(document: Document) -> tuple[Any, ...]:
        message, attached = document["message"], tuple(each["sha256"] for each in document["attachments"])
        return message["id"], message["key"], message["sha256"], attached

    got, sent = Counter(map(told, found)), Counter(map(facts, letters))
    missing, surplus = ([key[0] for key in each] for each in (sent - got, got - sent))
    assert not missing, f"missing: {missing}"
    assert not surplus, f"too many, or other than they were sent: {surplus}"


class Dms:
    """Takes some of the published folders away whenever it looks, while points are at work."""

    def __init__(self, target: Path, archive: Path, chance: Random) -> None:
        self._target, self._archive, self._chance = target, archive, chance
        self._numbers = count(1)
        archive.mkdir()

    def take(self) -> None:
        """One look into the target."""
        for folder in finished(self._target):
            if self._chance.random() < 0.6:
                folder.rename(self._archive / f"{next(self._numbers)}-{folder.name}")

    @property
    def taken(self) -> list[Document]:
        """What was taken; each folder is looked at now, but nothing has been added since."""
        return [whole_document(folder) for folder in self._archive.iterdir()]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Looks every few milliseconds until the end of the block; what it trips over fails the test there."""
        done, problems = Event(), list[Exception]()

        def work() -> None:
            try:
                while not done.wait(self._chance.uniform(0.001, 0.03)):
                    self.take()
            except OSError as problem:
                problems.append(problem)

        thread = Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
        assert not problems, problems
