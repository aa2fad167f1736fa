"""Operating systems as scripted: they note what they are asked and answer."""

from collections.abc import Sequence

from dms_mail_desktop.schedule import Finished, Program

PROGRAM = Program((r"C:\Program Files\DMS Mail\dms-mailw.exe", "run", "--language", "pl"))
LINUX = Program(("/opt/dms mail/bin/dms-mail", "run", "--language", "pl"))


class System:
    """Answers by the first words of a command that it knows; all else succeeds in silence."""

    def __init__(self, answers: dict[str, Finished] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[tuple[str, ...]] = []

    async def __call__(self, arguments: Sequence[str]) -> Finished:
        self.asked.append(tuple(arguments))
        line = " ".join(arguments)
        return next((answer for words, answer in self.answers.items() if line.startswith(words)), Finished(0))
