"""The one thing that a person can do about a point as it stands."""

from enum import StrEnum

from dms_mail_desktop.errors import AfterActionFailed, PointError, TargetUnusable
from dms_mail_desktop.gui.point_dialog import Opening
from dms_mail_desktop.gui.point_states import PointState, Standing


class Action(StrEnum):
    """What the notice's button does; the value is the key of its caption."""

    SWITCH_ON = "switch_on"
    COMPLETE = "complete"
    SIGN_IN = "sign_in"
    SIGN_IN_AGAIN = "sign_in_again"
    PASSWORD = "password"  # noqa: S105 - an action
    CHECK = "check"
    CHECK_AGAIN = "check_again"
    TARGET = "target"
    AFTER = "after"
    HISTORY = "history"
    STOP = "stop"


ACTIONS = {
    PointState.OFF: Action.SWITCH_ON,
    PointState.INCOMPLETE: Action.COMPLETE,
    PointState.HALF_PATH: Action.TARGET,
    PointState.SIGN_IN: Action.SIGN_IN,
    PointState.BLOCKED: Action.SIGN_IN_AGAIN,
    PointState.PASSWORD: Action.PASSWORD,
    PointState.NO_CONNECTION: Action.CHECK_AGAIN,
    PointState.FAILED: Action.CHECK_AGAIN,
    PointState.ATTENTION: Action.HISTORY,
    PointState.RUNNING: Action.STOP,
    PointState.WORKS: Action.CHECK_AGAIN,
    PointState.UNCHECKED: Action.CHECK,
}

OPENINGS = {
    Action.SWITCH_ON: Opening.SWITCH_ON,
    Action.COMPLETE: Opening.SHOW_FAULTS,
    Action.SIGN_IN: Opening.SIGN_IN,
    Action.SIGN_IN_AGAIN: Opening.SIGN_IN,
    Action.PASSWORD: Opening.PASSWORD,
    Action.CHECK: Opening.CHECK,
    Action.CHECK_AGAIN: Opening.CHECK,
    Action.TARGET: Opening.TARGET,
    Action.AFTER: Opening.AFTER,
    Action.HISTORY: Opening.HISTORY,
}
"""What an action does in the dialog; Action.STOP needs none."""


def action_for(standing: Standing) -> Action | None:
    """What helps, by the state and by what it came from; None where nothing in the program does."""
    activity = standing.activity
    if activity is not None:
        return Action.STOP if activity.stoppable else None
    match standing.error:
        case TargetUnusable():
            return Action.TARGET
        case AfterActionFailed():
            return Action.AFTER
        case PointError():
            return None
    if standing.state is PointState.WORKS and standing.run is not None:
        return Action.HISTORY
    return ACTIONS[standing.state]
