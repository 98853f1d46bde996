"""The months in which two runs are compared, the same for ``corredor compare`` and for the report."""

from __future__ import annotations

from dataclasses import dataclass

from corredor.runs.pairing import first_difference, pair
from corredor.runs.run import Run
from corredor.scenario.dates import month_name, month_number
from corredor.scenario.entries import PolicyEntry
from corredor.scenario.scenario import Scenario


@dataclass(frozen=True)
class Window:
    """Some months of a run.

    Attributes:
        since: the first (``YYYY-MM``).
        until: the month after the last.
    """

    since: str
    until: str

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years that lie wholly within; all that it touches if none does."""
        first, after = month_number(self.since), month_number(self.until)
        whole = tuple(range(-(-first // 12), after // 12))
        return whole or tuple(range(first // 12, (after - 1) // 12 + 1))

    @property
    def told(self) -> str:
        """In words: ``1994``, ``1988–1995``, or ``1993-07 to 1995-06`` where it does not begin and end with a year."""
        first, after = month_number(self.since), month_number(self.until)
        if first % 12 or after % 12:
            return f"{self.since} to {month_name(after - 1)}"
        return str(first // 12) if after - first == 12 else f"{first // 12}–{after // 12 - 1}"


def whole(scenario: Scenario) -> Window:
    """All months of a run."""
    return Window(scenario.start, scenario.end)


def acting(scenario: Scenario, policies: tuple[PolicyEntry, ...]) -> Window | None:
    """The months from the start of the first of some policies to the end of the last, as far as the run goes."""
    spans = [_span(policy, scenario) for policy in policies]
    first = max(min((begins for begins, _ in spans), default=0), month_number(scenario.start))
    after = min(max((ends for _, ends in spans), default=0), month_number(scenario.end))
    return Window(month_name(first), month_name(after)) if first < after else None


def compared_months(base: Run, other: Run) -> Window:
    """The months in which a run is compared with its base.

    While the policies act that only one of the two has; if they have the same, from the first month in which any pair
    differs to the end; all months if nothing differs.

    Raises:
        FolderError: if the two are no pair.
    """
    common = pair(base, other)
    ours, theirs = base.scenario, other.scenario
    end = min(ours.end, theirs.end)
    found = [
        acting(scenario, tuple(policy for policy in scenario.policies if policy not in against.policies))
        for scenario, against in ((theirs, ours), (ours, theirs))
    ]
    windows = [window for window in found if window is not None and window.since < end]
    if windows:
        return Window(min(w.since for w in windows), min(end, max(w.until for w in windows)))
    return Window(first_difference(base, other, common) or theirs.start, end)


def _span(policy: PolicyEntry, scenario: Scenario) -> tuple[int, int]:
    """First month of a policy and the month after its last, as month numbers."""
    first = month_number(policy.start or scenario.start)
    if policy.end is not None:
        return first, month_number(policy.end)
    return first, month_number(scenario.end) if policy.duration is None else first + int(policy.duration)
