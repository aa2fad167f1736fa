"""The settings of an address's mail: offered where the address says enough, searched for on a press, never forced."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from dms_mail_desktop.discovery import Discovery, discover
from dms_mail_desktop.errors import MailDesktopError
from dms_mail_desktop.gui.background import Background, Job
from dms_mail_desktop.gui.detection_block import DetectionBlock
from dms_mail_desktop.gui.detection_words import (
    Words,
    words_of_applied,
    words_of_discovery,
    words_of_failure,
    words_of_offer,
)
from dms_mail_desktop.gui.language import Language
from dms_mail_desktop.gui.states import StateIcon
from dms_mail_desktop.models import MailServer, Point
from dms_mail_desktop.presets import Preset, preset_of
from dms_mail_desktop.rules import address_fault
from dms_mail_desktop.services import Services

TIME_LIMIT = 10.0
"""Seconds; each question to the network has a limit of its own that is shorter."""
NOTHING = Words(StateIcon.NONE, "")


@dataclass(frozen=True)
class DetectionForm:
    """What the search needs of the form it belongs to; `focus_address` gives the field of the address the keyboard."""

    address: Callable[[], str]
    account: Callable[[], MailServer | Point]
    fill: Callable[[Mapping[str, Any]], None]
    focus_address: Callable[[], None]


class Detection(QObject):
    """One search at a time; another address makes what was found for the former one void."""

    def __init__(
        self, block: DetectionBlock, form: DetectionForm, services: Services, background: Background, language: Language
    ) -> None:
        super().__init__(block)
        self._block, self._form = block, form
        self._services, self._background, self._language = services, background, language
        self._job: Job | None = None
        self._address = ""
        self._found: Discovery | Exception | None = None
        self._lacking = False
        self._applied: Preset | None = None
        block.detect_button.start_requested.connect(self.start)
        block.detect_button.stop_requested.connect(self.stop)
        block.apply_requested.connect(self._apply)
        language.changed.connect(self._retranslate)
        self._retranslate()

    @property
    def searching(self) -> bool:
        """Whether the network is being asked."""
        return self._job is not None and self._job.running

    def follow(self) -> None:
        """After a change of the form."""
        address = self._form.address()
        if address != self._address:
            self.stop()
            self._address, self._found, self._applied, self._lacking = address, None, None, False
        elif self._applied is not None and self._differs(self._applied):
            self._applied = None
        self._show()

    def start(self) -> None:
        """Asks for the domain of the address: nothing else leaves this computer."""
        self._address, self._found, self._applied = self._form.address(), None, None
        self._lacking = address_fault(self._address) is not None
        if self._lacking:
            self._form.focus_address()
            self._show()
            return
        address, lookup = self._address, self._services.lookup()

        async def search() -> Discovery:
            async with asyncio.timeout(TIME_LIMIT):
                return await discover(address, lookup)

        self._job = self._background.start(self, search, done=self._end, failed=self._end)
        self._block.detect_button.set_running(True)
        self._show()

    def stop(self) -> None:
        """Ends a search under way."""
        if self._job is not None and self._job.running:
            self._job.cancel()
            self._block.detect_button.set_running(False)
            self._show()

    def _end(self, found: Discovery | Exception) -> None:
        self._block.detect_button.set_running(False)
        if isinstance(found, Exception) and not isinstance(found, (MailDesktopError, TimeoutError)):
            raise found
        self._found = found
        self._show()

    def _apply(self) -> None:
        preset = self._found.preset if isinstance(self._found, Discovery) else self._offer()
        if preset is not None:
            self._form.fill(preset.values_for(self._form.account(), self._address))
            self._found, self._applied = None, preset
            self._show()

    def _offer(self) -> Preset | None:
        """The service that the address names, where no server is entered yet."""
        account = self._form.account()
        preset = None if account.host else preset_of(self._address)
        return preset if preset is not None and preset.server_for(account) else None

    def _differs(self, preset: Preset) -> bool:
        account = self._form.account()
        return any(getattr(account, name) != value for name, value in preset.values_for(account, self._address).items())

    def _retranslate(self) -> None:
        say = self._language.wording.say
        self._block.set_captions(say("gui.detection.detect"), say("gui.detection.apply"))
        self._show()

    def _show(self) -> None:
        self._block.show_state(*self._words())

    def _words(self) -> Words:
        wording, domain = self._language.wording, self._address.rpartition("@")[2]
        say = wording.say
        if self.searching:
            return Words(StateIcon.RUNNING, say("gui.detection.searching", domain=domain), say("gui.detection.asks"))
        if self._lacking:
            return Words(StateIcon.WARNING, say("gui.detection.no_address"))
        if isinstance(self._found, Discovery):
            return words_of_discovery(wording, self._found, self._form.account(), self._address)
        if self._found is not None:
            return words_of_failure(wording, self._found, domain)
        if self._applied is not None:
            return words_of_applied(wording, self._applied, domain)
        offered = self._offer()
        return words_of_offer(wording, offered, domain) if offered is not None else NOTHING
