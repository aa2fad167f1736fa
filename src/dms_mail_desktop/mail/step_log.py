"""The latest tests of this session, kept in memory: for the diagnostic package."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from dms_mail_desktop.errors import Stage
from dms_mail_desktop.mail.steps import StepReport

KEPT = 20


@dataclass(frozen=True, slots=True)
class KeptTest:
    """A test as far as it came: `account` fills in its texts; what the messages are about is not kept."""

    account: Mapping[str, object]
    began: datetime
    reports: dict[Stage, StepReport] = field(default_factory=dict)


class StepLog:
    """Keeps the latest tests."""

    def __init__(self) -> None:
        self._tests: deque[KeptTest] = deque(maxlen=KEPT)

    def begin(
        self, account: Mapping[str, object], report: Callable[[StepReport], None]
    ) -> Callable[[StepReport], None]:
        """A `report` for a new test that keeps what it is told and passes it on."""
        test = KeptTest(account, datetime.now(UTC))
        self._tests.append(test)

        def keep(step: StepReport) -> None:
            facts = {name: value for name, value in step.facts.items() if name != "messages"}
            test.reports[step.stage] = replace(step, facts=facts)
            report(step)

        return keep

    def tests(self) -> tuple[KeptTest, ...]:
        """The tests, oldest first."""
        return tuple(self._tests)
