"""The diagnostic package: what somebody who helps needs to know, without secrets and without messages."""

from dms_mail_desktop.diagnostics.bundle import write
from dms_mail_desktop.diagnostics.collecting import collect
from dms_mail_desktop.diagnostics.part import Part

__all__ = ["Part", "collect", "write"]
