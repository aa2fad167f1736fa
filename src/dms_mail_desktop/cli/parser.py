"""The grammar of dms-mail, in the language that was asked for."""

import argparse
from argparse import SUPPRESS, ArgumentParser, HelpFormatter
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from dms_mail_desktop import __version__
from dms_mail_desktop.cli import accounts, diagnostics, explain, mail, run, settings
from dms_mail_desktop.cli.session import Session, Status
from dms_mail_desktop.cli.usage_words import usage_words
from dms_mail_desktop.passwords import SERVER
from dms_mail_desktop.wording import Wording
from dms_mail_desktop.wording.catalogue import LANGUAGES
from dms_mail_desktop.wording.explanations import capitalised

Command = Callable[[Session, argparse.Namespace], Coroutine[Any, Any, Status]]


class WrongUsage(Exception):
    """The arguments do not fit; the text says why, `usage` is the line that shows how they would."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class _Parser(ArgumentParser):
    """A parser that speaks our language and leaves ending the program to its caller."""

    def __init__(self, wording: Wording, **more: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_formatter(wording), **more)
        self.wording = wording
        self.subjects = self.add_argument_group(wording.say("cli.help.subjects"))
        self.options = self.add_argument_group(wording.say("cli.help.options"))
        self.option("-h", "--help", action="help", default=SUPPRESS, text="help")
        self.option("--json", action="store_true", default=SUPPRESS, text="json")
        self.option("--language", choices=LANGUAGES, default=SUPPRESS, text="language")

    def option(self, *names: str, text: str, **more: Any) -> None:
        """An option whose help is the text of that name."""
        self.options.add_argument(*names, help=self.wording.say(f"cli.help.{text}"), **more)

    def subject(self, name: str, *, text: str, **more: Any) -> None:
        """A positional argument whose help is the text of that name."""
        self.subjects.add_argument(name, help=self.wording.say(f"cli.help.{text}"), **more)

    def error(self, message: str) -> NoReturn:
        """Raises WrongUsage instead of ending the program."""
        raise WrongUsage(usage_words(self.wording, message), self.format_usage().strip())


def _formatter(wording: Wording) -> type[HelpFormatter]:
    class Formatter(HelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, wording.say("cli.help.usage") + " " if prefix is None else prefix)

    return Formatter


def build_parser(wording: Wording) -> ArgumentParser:
    """Every command with its options."""
    root = _Parser(
        wording, prog="dms-mail", description=wording.say("cli.help.program"), epilog=wording.say("cli.help.statuses")
    )
    root.option("--version", action="version", version=f"dms-mail {__version__}", text="version")
    add = _commands(root)
    _sign_in(add("sign-in", accounts.sign_in, "sign_in"))
    add("sign-out", accounts.sign_out, "sign_out").subject("account", metavar="ACCOUNT", text="account")
    add("accounts", accounts.list_accounts, "accounts")
    _what(add("check", mail.check, "check"), nargs="?", default=SERVER)
    _send(add("send", mail.send, "send"))
    _what(add("set-password", mail.set_password, "set_password"))
    _run(add("run", run.run, "run"))
    _settings(add("settings", None, "settings"))
    add("explain", explain.explain, "explain").subject("text", nargs="+", metavar="CODE|TEXT", text="code")
    add("diagnostics", diagnostics.diagnostics, "diagnostics").subject("file", metavar="FILE", text="file")
    return root


def _commands(parser: _Parser) -> Callable[[str, Command | None, str], _Parser]:
    title = parser.wording.say("cli.help.commands")
    group = parser.add_subparsers(title=title, metavar="COMMAND", required=True, parser_class=_Parser)

    def add(name: str, command: Command | None, text: str) -> _Parser:
        told = parser.wording.say(f"cli.help.{text}")
        found: _Parser = group.add_parser(name, wording=parser.wording, help=told, description=f"{capitalised(told)}.")
        if command:
            found.set_defaults(command=command)
        return found

    return add


def _what(parser: _Parser, **more: Any) -> None:
    parser.subject("what", metavar="server|POINT", text="what", **more)


def _sign_in(parser: _Parser) -> None:
    _what(parser, nargs="?", default=SERVER)
    parser.option("--choose-account", action="store_true", text="choose_account")
    parser.option("--accept-other", action="store_true", text="accept_other")
    parser.option("--no-browser", action="store_true", text="no_browser")


def _send(parser: _Parser) -> None:
    parser.option("--to", action="append", required=True, metavar="ADDRESS", text="to")
    parser.option("--cc", action="append", default=[], metavar="ADDRESS", text="cc")
    parser.option("--bcc", action="append", default=[], metavar="ADDRESS", text="bcc")
    parser.option("--subject", default="", text="subject")
    body = parser.options.add_mutually_exclusive_group()
    say = parser.wording.say
    body.add_argument("--body", default="", metavar="TEXT", help=say("cli.help.body"))
    body.add_argument("--body-file", metavar="FILE", help=say("cli.help.body_file"))
    parser.option("--html", metavar="FILE", text="html")
    parser.option("--attach", action="append", default=[], metavar="FILE", text="attach")


def _run(parser: _Parser) -> None:
    parser.subject("points", nargs="*", metavar="POINT", text="points")
    parser.option("--dry-run", action="store_true", text="dry_run")


def _settings(parser: _Parser) -> None:
    add = _commands(parser)
    add("path", settings.path, "settings_path")
    add("show", settings.show, "settings_show")
    add("validate", settings.validate, "settings_validate")
    add("export", settings.export, "settings_export").subject("file", metavar="FILE", text="file")
    add("import", settings.import_file, "settings_import").subject("file", metavar="FILE", text="file")
