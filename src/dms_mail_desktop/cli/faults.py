"""Settings that are missing or wrong, field by field: for people and for programs."""

from typing import Any

from dms_mail_desktop.cli.session import FieldsRefused
from dms_mail_desktop.wording import Wording


def fault_lines(wording: Wording, refusal: FieldsRefused) -> list[str]:
    """How many fields are to be mended, and below it each with what to enter."""
    faults = fault_facts(wording, refusal)["faults"]
    lines = [f"    {fault['label']} ({fault['field']}): {fault['remedy']}" for fault in faults]
    return [wording.say("cli.faults", count=len(faults)), *lines]


def fault_facts(wording: Wording, refusal: FieldsRefused) -> dict[str, Any]:
    """The same for programs."""
    faults = [
        {
            "field": path,
            "fault": fault,
            "label": wording.field_label(path),
            "remedy": wording.fault(fault, path, context),
        }
        for path, fault, context in refusal.faults
    ]
    return {"type": "settings", "faults": faults}
