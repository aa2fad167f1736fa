"""dms-mail: the same services for scripts, the task scheduler and machines without a screen; no Qt."""

from dms_mail_desktop.cli.program import main

__all__ = ["main"]
