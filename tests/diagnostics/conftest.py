"""A company of its own, and services that tell the test what must never be told."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dms_mail_desktop.journal import NoJournal
from dms_mail_desktop.models import Settings
from dms_mail_desktop.oauth.http import Http, HttpResponse
from dms_mail_desktop.sandbox.keyring import ThrowAwayKeyring
from dms_mail_desktop.sandbox.service import Sandbox, SandboxFacts
from dms_mail_desktop.services import Services, build_services

SECRET_FIELDS = ("access_token", "refresh_token", "id_token", "code", "code_verifier")


@dataclass
class Spy:
    """Passes requests on and notes every secret that they carry."""

    http: Http
    secrets: dict[str, set[str]]

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
        return self.http.get(url, headers=headers)

    def post(
        self, url: str, *, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpResponse:
        self._note(data or {})
        answer = self.http.post(url, data=data, headers=headers)
        self._note(json.loads(answer.text))
        return answer

    def close(self) -> None:
        self.http.close()

    def _note(self, document: Mapping[str, Any]) -> None:
        for name in SECRET_FIELDS:
            if document.get(name):
                self.secrets.setdefault(name, set()).add(document[name])


@dataclass
class Office:
    """A running sandbox and the program's services over it."""

    sandbox: Sandbox
    facts: SandboxFacts
    services: Services
    folder: Path
    secrets: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    service = tmp_path / "service"
    service.mkdir()
    sandbox = Sandbox()
    facts = sandbox.start(service)
    secrets: dict[str, set[str]] = {}
    services = build_services(
        tmp_path / "home",
        backend=ThrowAwayKeyring(),
        http=lambda: Spy(sandbox.http_client(), secrets),
        extra_ca=facts.ca_file,
        journal=NoJournal(),
    )
    settings = Settings(registration=facts.registration, mail_server=facts.mail_server, points=facts.points)
    services.store.save(settings, services.store.load().stamp)
    yield Office(sandbox, facts, services, tmp_path, secrets)
    sandbox.stop()
