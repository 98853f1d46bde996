"""From the arms of a case to a verdict that holds every number it rests on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from corredor.effects.arm import Arm
from corredor.effects.case import CONTROL, TREATMENT, Baseline, Case, Cut, FirstOrder, Outcome, Placebo
from corredor.effects.rules import Sign, Summary, agreement, shows_nothing, summarise
from corredor.region.region import Floats

INTACT = 0.5
"""Share of the treatment's own first-order effect that must be left under a cut."""

Arms = Callable[[str], Arm]


@dataclass(frozen=True)
class Finding:
    """One judged number over pairs.

    Attributes:
        of: the outcome, level, cut or placebo.
        outcome: name of the outcome concerned.
        unit: of the numbers.
        rule: what was asked, in words.
        summary: what was found.
        holds: whether it is so; ``None`` where nothing is asked.
        detail: other numbers that the answer rests on, by name.
        agree: share of pairs that have the sign, ``None`` where none is asked.
    """

    of: str
    outcome: str
    unit: str
    rule: str
    summary: Summary
    holds: bool | None
    detail: Mapping[str, Summary]
    agree: float | None = None


@dataclass(frozen=True)
class Verdict:
    """What the board says about a case.

    Attributes:
        case: the case.
        region, resolution, pairs: how it was run.
        baselines, outcomes, cuts, placebos: everything that was judged; a cut and a placebo once for each outcome.
        severity: share of draws of the parameters that pass, or ``None`` where it was not asked for.
    """

    case: Case
    region: str
    resolution: float
    pairs: int
    baselines: tuple[Finding, ...]
    outcomes: tuple[Finding, ...]
    cuts: tuple[Finding, ...]
    placebos: tuple[Finding, ...]
    severity: float | None = None

    @property
    def reproduced(self) -> bool:
        """All that was asked holds."""
        return not self.short

    @property
    def short(self) -> tuple[str, ...]:
        """What falls short, in words."""
        kinds = (
            ("baseline", self.baselines),
            ("outcome", self.outcomes),
            ("cut", self.cuts),
            ("placebo", self.placebos),
        )
        return tuple(f"{kind}: {f.of}" for kind, found in kinds for f in found if f.holds is False)

    def as_row(self) -> dict[str, Any]:
        """The verdict as the interface of the command fixes it."""
        return {
            "id": self.case.name,
            "region": self.region,
            "resolution": self.resolution,
            "pairs": self.pairs,
            "severity": self.severity,
            "verdict": "reproduced" if self.reproduced else "short",
            "outcomes": [self._outcome_row(outcome, found) for outcome, found in self._judged()],
        }

    def as_record(self) -> dict[str, Any]:
        """Everything that was judged, with what was asked and which numbers it rests on."""
        lists = {name: [_record(f) for f in getattr(self, name)] for name in _LISTS}
        return {key: value for key, value in self.as_row().items() if key != "outcomes"} | lists

    def _judged(self) -> list[tuple[Outcome, Finding]]:
        """Outcomes on which the verdict rests, by themselves or through a cut or placebo."""
        resting = {found.outcome for found in (*self.cuts, *self.placebos)}
        return [
            (outcome, found)
            for outcome, found in zip(self.case.outcomes, self.outcomes, strict=True)
            if outcome.rule is not None or outcome.name in resting
        ]

    def _outcome_row(self, outcome: Outcome, found: Finding) -> dict[str, Any]:
        cuts = [c for c in self.cuts if c.outcome == outcome.name]
        placebos = [p for p in self.placebos if p.outcome == outcome.name]
        holds = all(f.holds is not False for f in (found, *cuts, *placebos))
        return {
            "name": outcome.name,
            "unit": outcome.unit,
            "band": list(outcome.rule.band) if outcome.rule is not None else [None, None],
            **_numbers(found.summary),
            "cuts": [{"name": c.of, **_numbers(c.summary)} for c in cuts],
            "placebo": _numbers(placebos[0].summary) if placebos else None,
            "verdict": "reproduced" if holds else "short",
        }


_LISTS = ("baselines", "outcomes", "cuts", "placebos")


def judge(case: Case, arms: Arms, *, severity: float | None = None) -> Verdict:
    """Judge a case by the rules of the board.

    Args:
        case: what is judged.
        arms: gives an arm by its name.
        severity: as found elsewhere; only passed on.
    """
    full = {outcome.name: outcome.estimate(*map(arms, outcome.arms)) for outcome in case.outcomes}
    treated = arms(TREATMENT)
    region = treated.run.scenario.region
    return Verdict(
        case=case,
        region=region.name,
        resolution=region.resolution,
        pairs=treated.pairs,
        baselines=tuple(_of_baseline(baseline, arms(baseline.arm)) for baseline in case.baselines),
        outcomes=tuple(_of_outcome(outcome, full) for outcome in case.outcomes),
        cuts=tuple(found for cut in case.cuts for found in _of_cut(cut, case, full, arms)),
        placebos=tuple(
            found
            for placebo in case.placebos
            for found in _of_placebo(placebo, case, full, arms(placebo.treatment), arms(placebo.control))
        ),
        severity=severity,
    )


def _of_baseline(baseline: Baseline, arm: Arm) -> Finding:
    values = baseline.estimate(arm)
    return Finding(
        baseline.name,
        baseline.name,
        baseline.unit,
        baseline.band.text,
        summarise(values),
        baseline.band.holds(values, {}),
        {},
    )


def _of_outcome(outcome: Outcome, full: Mapping[str, Floats]) -> Finding:
    rule, values = outcome.rule, full[outcome.name]
    holds = None if rule is None else rule.holds(values, full)
    text = "shown beside" if rule is None else rule.text
    agree = agreement(values, rule.sign) if isinstance(rule, Sign) else None
    return Finding(outcome.name, outcome.name, outcome.unit, text, summarise(values), holds, {}, agree)


def _of_cut(cut: Cut, case: Case, full: Mapping[str, Floats], arms: Arms) -> list[Finding]:
    whole, without = (arms(TREATMENT), arms(CONTROL)), (arms(cut.treatment), arms(cut.control))
    first, intact = _first_order(cut.first_order, whole, without)
    findings = []
    for outcome in _named(case, cut.outcomes):
        values = outcome.estimate(*(arms(cut.arm(name)) for name in outcome.arms))
        left, before, gap = summarise(values), summarise(full[outcome.name]), summarise(full[outcome.name] - values)
        if cut.within is not None:
            gone, rule = cut.within.holds(values, {}), f"{cut.within.text} without {cut.removes}"
        else:
            gone = _part_left(left.median - outcome.null, before.median - outcome.null) < cut.left
            rule = f"under {cut.left:.2g} of the full effect without {cut.removes}"
        holds = bool(gone and gap.excludes(0.0) and intact)
        detail = {"full minus cut": gap, **first}
        findings.append(Finding(cut.name, outcome.name, outcome.unit, rule, left, holds, detail))
    return findings


def _part_left(without: float, full: float) -> float:
    """Effect under a cut over the full one; below zero where the cut turns it round."""
    return without / full if full else math.inf


def _first_order(
    first: FirstOrder, whole: tuple[Arm, Arm], without: tuple[Arm, Arm]
) -> tuple[dict[str, Summary], bool]:
    """The treatment's own effect with and without the cut, and whether the cut has left it intact.

    Intact means: it can be told from zero, has kept its sign, and at least half of its size.
    """
    full, left = summarise(first.estimate(*whole)), summarise(first.estimate(*without))
    kept = is_kept(full, left) and left.excludes(0.0)
    return {first.name: full, f"{first.name}, cut": left}, kept


def is_kept(full: Summary, left: Summary) -> bool:
    """Whether what is left under a cut has the sign of the full thing, and at least half of its size."""
    return full.median * left.median > 0.0 and abs(left.median) >= INTACT * abs(full.median)


def _of_placebo(placebo: Placebo, case: Case, full: Mapping[str, Floats], treated: Arm, control: Arm) -> list[Finding]:
    findings = []
    for outcome in _named(case, tuple(placebo.outcomes)):
        estimate = placebo.outcomes[outcome.name] or outcome.estimate
        found, before = summarise(estimate(treated, control)), summarise(full[outcome.name])
        holds = shows_nothing(found, before, outcome.null)
        rule = f"nothing: {placebo.meaning}"
        findings.append(Finding(placebo.name, outcome.name, outcome.unit, rule, found, holds, {}))
    return findings


def _named(case: Case, names: tuple[str, ...]) -> list[Outcome]:
    by_name = {outcome.name: outcome for outcome in case.outcomes}
    return [by_name[name] for name in names]


def _numbers(found: Summary) -> dict[str, Any]:
    return {"median": _plain(found.median), "interval": [_plain(found.low), _plain(found.high)]}


def _record(found: Finding) -> dict[str, Any]:
    return {
        "name": found.of,
        "outcome": found.outcome,
        "unit": found.unit,
        "rule": found.rule,
        **_numbers(found.summary),
        "pairs": found.summary.pairs,
        "agree": None if found.agree is None else _plain(found.agree),
        "holds": found.holds,
        "rests_on": {name: _numbers(summary) for name, summary in found.detail.items()},
    }


def _plain(value: float) -> float | None:
    """A number as JSON has it."""
    return float(value) if math.isfinite(value) else None
