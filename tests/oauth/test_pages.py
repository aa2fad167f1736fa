"""The pages in the browser: complete, plain, and showing nothing that was received."""

import re

import pytest

from dms_mail_desktop.oauth.pages import FailureReason, Pages, load_pages

from .conftest import ROOT

FOLDER = ROOT / "resources" / "pages"


def every_page(language: str) -> list[str]:
    pages = load_pages(language, FOLDER)
    fixed = [pages.success, pages.other_person, pages.older, pages.neutral]
    return [page.decode() for page in fixed + [pages.failure(reason, "access_denied") for reason in FailureReason]]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_b8_a_page_loads_nothing_and_runs_nothing(language: str) -> None:
    pages = every_page(language)
    assert len(set(pages)) == len(pages)
    for page in pages:
        assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
        assert "prefers-color-scheme: dark" in page
        assert not re.search(r"<script|\ssrc=|\shref=|url\(|@import|\son\w+=|https?://|\$", page)


def test_the_words_of_the_manual() -> None:
    pages = load_pages("pl", FOLDER)
    assert "<h1>Gratulacje! Zostałeś zalogowany</h1>" in pages.success.decode()
    assert "Zamknij kartę i wróć do aplikacji" in pages.success.decode()
    assert "wróć do aplikacji, aby zdecydować" in pages.other_person.decode()


def test_b8_only_known_codes_are_shown(pages: Pages) -> None:
    shown = pages.failure(FailureReason.CONSENT_REFUSED, "access_denied", "AADSTS65004").decode()
    assert "access_denied · AADSTS65004" in shown
    assert "Odmówiono zgody na dostęp do poczty." in shown
    for value in ("<script>alert(1)</script>", "AADSTS<b>", "AADSTS65004 x", "something_new", "AADSTS٣٣٣٣٣"):
        assert value not in pages.failure(FailureReason.OTHER, value).decode()


def test_secrets_and_markup_stay_out_of_repr(pages: Pages) -> None:
    assert repr(pages) == "Pages()"
