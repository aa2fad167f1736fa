"""A real Chromium as the desktop's default browser, and a person's hands in it."""

import shlex
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.common.exceptions import NoSuchWindowException, WebDriverException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from .authority import Authority
from .desktop import Desktop
from .processes import free_ports, program, running, wait_until

PAGE_SECONDS = 45.0
SWITCHES = (
    "--no-sandbox --test-type --no-first-run --disable-gpu --disable-dev-shm-usage --disable-background-networking"
    " --disable-component-update --disable-sync --disable-translate --password-store=basic"
    " --disable-features=Translate,OptimizationHints"
)
ENTRY = """\
[Desktop Entry]
Type=Application
Name=Lab browser
Exec={command} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;text/html;
"""
DEFAULTS = """\
[Default Applications]
x-scheme-handler/http=lab-browser.desktop
x-scheme-handler/https=lab-browser.desktop
text/html=lab-browser.desktop
"""


class Browser:
    """The running default browser; a program under test opens pages in it through the desktop."""

    def __init__(self, port: int, driver_program: str) -> None:
        options = ChromeOptions()
        options.debugger_address = f"127.0.0.1:{port}"
        self._driver = Chrome(options, Service(driver_program))
        self._driver.implicitly_wait(0)
        self._home = self._driver.current_window_handle

    def open(self, address: str) -> None:
        """Opens a page in a new tab, as a program that knows only the browser would."""
        self._driver.switch_to.new_window("tab")
        self._driver.get(address)

    def sign_in(self, login: str, password: str) -> None:
        """Fills in the provider's sign-in page and presses "Zaloguj"."""
        self.wait_for(lambda: self._shown("input[name=password]"), "the sign-in page")
        field = self._driver.find_element(By.NAME, "login")
        field.clear()
        field.send_keys(login)
        self._driver.find_element(By.NAME, "password").send_keys(password)
        self._press("sign-in")

    def consent(self, *, yes: bool = True) -> None:
        """Presses "Tak" or "Nie" on the provider's consent page."""
        self.wait_for(lambda: self._shown("button[value=accept]"), "the consent page")
        self._press("accept" if yes else "cancel")

    def cancel(self) -> None:
        """Presses "Anuluj" on the provider's sign-in page."""
        self.wait_for(lambda: self._shown("input[name=password]"), "the sign-in page")
        self._press("cancel")

    def wait_for_text(self, text: str) -> None:
        """Waits until the newest page shows a text."""
        self.wait_for(lambda: text in self.page_text(), text)

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        """Waits for a state of the newest page while pages come and go; AssertionError holds what it shows instead."""

        def holds() -> bool:
            try:
                return condition()
            except WebDriverException:
                return False

        try:
            wait_until(holds, what, PAGE_SECONDS)
        except AssertionError as late:
            raise AssertionError(f"{late}; {self.address()} shows: {self.page_text()}") from None

    def page_text(self) -> str:
        """The visible text of the newest page."""
        self._newest()
        return self._driver.find_element(By.TAG_NAME, "body").text

    def page_source(self) -> str:
        """The markup of the newest page."""
        self._newest()
        return self._driver.page_source

    def address(self) -> str:
        """What the address bar of the newest page shows."""
        self._newest()
        return self._driver.current_url

    def forget(self) -> None:
        """Closes all pages but an empty one and removes all cookies: nobody is signed in at the provider any more."""
        for handle in self._driver.window_handles:
            if handle != self._home:
                self._driver.switch_to.window(handle)
                self._driver.close()
        self._driver.switch_to.window(self._home)
        self._driver.execute_cdp_cmd("Network.clearBrowserCookies", {})

    def detach(self) -> None:
        """Ends the remote control; the browser goes on."""
        self._driver.quit()

    def _newest(self) -> None:
        handles = self._driver.window_handles
        try:
            current = self._driver.current_window_handle
        except NoSuchWindowException:
            current = ""
        newest = next((handle for handle in reversed(handles) if handle != self._home), self._home)
        if newest != current:
            self._driver.switch_to.window(newest)

    def _shown(self, selector: str) -> bool:
        self._newest()
        return bool(self._driver.find_elements(By.CSS_SELECTOR, selector))

    def _press(self, decision: str) -> None:
        self._driver.find_element(By.CSS_SELECTOR, f"button[value={decision}]").click()


def _trust(authority: Authority, home: Path) -> None:
    certutil = program("certutil", "libnss3-tools")
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    for arguments in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "lab", "-i", str(authority.ca_file)]):
        subprocess.run([certutil, "-d", f"sql:{database}", *arguments], check=True, capture_output=True, timeout=60)


def _make_default(desktop: Desktop, port: int) -> Path:
    """Writes the wrapper that the desktop starts for a web address; a second call hands over to the first."""
    chromium = program("chromium", "chromium")
    profile = desktop.home / "browser-profile"
    wrapper = desktop.home / "lab-browser"
    switches = f"{SWITCHES} --user-data-dir={shlex.quote(str(profile))} --remote-debugging-port={port}"
    log = shlex.quote(str(desktop.home / "browser.log"))
    wrapper.write_text(f'#!/bin/sh\nexec {shlex.quote(chromium)} {switches} "$@" >>{log} 2>&1\n')
    wrapper.chmod(0o755)
    applications = Path(desktop.environment["XDG_DATA_HOME"], "applications")
    applications.mkdir()
    (applications / "lab-browser.desktop").write_text(ENTRY.format(command=wrapper))
    Path(desktop.environment["XDG_CONFIG_HOME"], "mimeapps.list").write_text(DEFAULTS)
    return wrapper


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=2).close()
    except OSError:
        return False
    return True


@contextmanager
def running_browser(folder: Path, desktop: Desktop, authority: Authority) -> Iterator[Browser]:
    """Chromium with an empty page, on the desktop's screen: without one it does not take addresses from the desktop."""
    (port,) = free_ports(1)
    driver_program = program("chromedriver", "chromium-driver")
    program("xdg-open", "xdg-utils")
    _trust(authority, desktop.home)
    wrapper = _make_default(desktop, port)
    command = [str(wrapper), "about:blank"]
    with running(command, folder / "browser.out", lambda: _answers(port), environment=desktop.environment):
        browser = Browser(port, driver_program)
        try:
            yield browser
        finally:
            browser.detach()
