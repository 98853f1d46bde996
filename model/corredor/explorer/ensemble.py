"""An ensemble as the explorer shows it: computed points over axes, each with outcomes and a map."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from corredor.region.region import Floats
from corredor.runs.errors import FolderError
from corredor.runs.outcomes import OUTCOMES
from corredor.runs.studies.maps import FILE as MAPS
from corredor.runs.studies.maps import blocks, mean_maps
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.study import Study
from corredor.tradeoffs.judging import BROKEN, interval
from corredor.tradeoffs.objectives import LESS, SCORECARD
from corredor.tradeoffs.results import FILE as TRADEOFFS
from corredor.tradeoffs.results import NOTHING, Tradeoffs


@dataclass(frozen=True)
class Axis:
    """One slider, or one list to choose from.

    Attributes:
        name: what is chosen.
        values: those that were computed, ascending if numbers.
        off: of an intensity, the value at which the policy does nothing, or nothing.
        group: axes of the same policy have the same number; once its intensity is off, the others make no difference.
    """

    name: str
    values: tuple[Any, ...]
    off: float | None
    group: int

    @property
    def numeric(self) -> bool:
        """Whether what lies between two values means something."""
        return all(isinstance(value, float) for value in self.values)


@dataclass(frozen=True)
class Shown:
    """One outcome at every point.

    Attributes:
        outcome: its name.
        unit: its unit.
        direction: ``less`` or ``more``, whichever is better.
        mean, difference, low, high: shape (points,): mean, and mean of the paired differences from the base, with the
            ends of its 95 % interval.
    """

    outcome: str
    unit: str
    direction: str
    mean: Floats
    difference: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Ensemble:
    """What the explorer shows.

    Attributes:
        name: of the study.
        axes: what can be chosen.
        points: settings of each point, in the order of ``axes``.
        codes, labels: of each point.
        outcomes: see ``Shown``.
        base: the point that differences are taken from.
        status: of each point: ``in`` the non-dominated set, ``beaten``, ``rights`` (more violated than at the base) or
            ``budget`` (over it); empty where nothing was judged.
        rights_constraint: false if it was removed.
        squares, differences, errors: of the map: a row a block, and the mean differences from the base with their
            standard errors, shape (points, layers, blocks); nothing if no maps were kept.
        facts: numbers that the page tells: worlds, replicates, seed, since.
    """

    name: str
    axes: tuple[Axis, ...]
    points: tuple[tuple[Any, ...], ...]
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    outcomes: tuple[Shown, ...]
    base: int
    status: tuple[str, ...]
    rights_constraint: bool
    squares: pd.DataFrame | None = None
    differences: Floats | None = None
    errors: Floats | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def grid(self) -> bool:
        """Whether every combination of values was computed, so that one may go between them."""
        if not all(axis.numeric or len(axis.values) for axis in self.axes):
            return False
        known = set(self.points)
        if np.prod([len(axis.values) for axis in self.axes]) > 16 * len(known):
            return False
        return all(self.settled(each) in known for each in itertools.product(*(axis.values for axis in self.axes)))

    def settled(self, setting: Sequence[Any]) -> tuple[Any, ...]:
        """A setting, with the first place and start of every policy that is off."""
        off = {axis.group for axis, value in zip(self.axes, setting, strict=True) if value == axis.off}
        return tuple(
            axis.values[0] if axis.group in off and axis.off is None else value
            for axis, value in zip(self.axes, setting, strict=True)
        )


def open_ensemble(folder: str | Path, *, rights_constraint: bool = True) -> Ensemble:
    """The ensemble of a study folder: of trade-offs, or a sweep.

    Args:
        folder: of a study that is whole.
        rights_constraint: see ``Tradeoffs``; a sweep has none.

    Raises:
        FolderError: if it is no study folder, or not whole, or keeps no outcome of the scorecard.
    """
    if (Path(folder) / TRADEOFFS).is_file():
        return of_tradeoffs(Tradeoffs(folder, rights_constraint=rights_constraint))
    return of_sweep(Study(folder))


def of_tradeoffs(results: Tradeoffs) -> Ensemble:
    """The ensemble of a study of trade-offs: a point for each bundle, the base without any policy."""
    plan, axes = results.plan, []
    for group, lever in enumerate(results.plan.levers):
        path = f"policies.{lever.name}"
        axes.append(_axis(results.bundles[f"{path}.intensity"], lever.name, lever.off, group))
        axes += [_axis(results.bundles[f"{path}.{key}"], f"{lever.name}: {key}", None, group) for key in lever.choices]
    columns = [factor.path for lever in plan.levers for factor in lever.factors()]
    card = results.scorecard.set_index(["outcome", "bundle"])
    shown = [
        Shown(
            each.outcome,
            each.unit,
            each.direction,
            *(card.xs(each.outcome)[key].to_numpy(float) for key in ("mean", "difference", "low", "high")),
        )
        for each in results.objectives
    ]
    groups = np.repeat(np.arange(plan.bundles), plan.worlds * plan.study.replicates)
    return Ensemble(
        plan.study.name,
        tuple(axes),
        tuple(tuple(row) for row in results.bundles[columns].itertuples(index=False)),
        tuple(results.codes),
        tuple(results.labels),
        tuple(shown),
        NOTHING,
        tuple(_status(results, bundle) for bundle in range(plan.bundles)),
        results.rights_constraint,
        **_maps(results.study, groups),
        facts=_facts(plan.study, plan.worlds) | {"budget": plan.budget},
    )


def _status(results: Tradeoffs, bundle: int) -> str:
    if results.rights[bundle] == BROKEN:
        return "rights"
    if not results.within_budget[bundle]:
        return "budget"
    return "in" if results.non_dominated[bundle] else "beaten"


def of_sweep(study: Study) -> Ensemble:
    """The ensemble of a sweep: a point for each of its design, the base the first."""
    plan, design = study.plan, study.design
    outcomes = [name for name in SCORECARD if name in study.outcomes]
    if not outcomes:
        raise FolderError(f"'{study.name}' kept no outcome of the scorecard ({', '.join(SCORECARD)})")
    axes = tuple(_axis(design[factor.path], factor.path, None, i) for i, factor in enumerate(plan.factors))
    rows = study.runs(outcomes).sort_values(["point", "replicate"])
    shown = [_of_runs(name, rows[name].to_numpy(float).reshape(plan.points, plan.replicates)) for name in outcomes]
    points = tuple(tuple(row) for row in design.itertuples(index=False))
    labels = tuple(", ".join(_told(value) for value in point) for point in points)
    return Ensemble(
        study.name,
        axes,
        points,
        tuple(str(number) for number in range(plan.points)),
        labels,
        tuple(shown),
        0,
        ("",) * plan.points,
        True,
        **_maps(study, np.repeat(np.arange(plan.points), plan.replicates)),
        facts=_facts(plan, 1),
    )


def _of_runs(outcome: str, values: Floats) -> Shown:
    differences = values - values[0]
    ends = np.array([interval(each) if i else (0.0, 0.0) for i, each in enumerate(differences)])
    return Shown(
        outcome,
        OUTCOMES[outcome].unit,
        SCORECARD.get(outcome, LESS),
        values.mean(axis=1),
        differences.mean(axis=1),
        ends[:, 0],
        ends[:, 1],
    )


def _axis(column: pd.Series, name: str, off: float | None, group: int) -> Axis:
    values = [*dict.fromkeys(column.tolist())]
    if all(isinstance(value, float) for value in values):
        values.sort()
    return Axis(name, tuple(values), off, group)


def _told(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _maps(study: Study, groups: Any) -> dict[str, Any]:
    if not (study.folder / MAPS).is_file():
        return {}
    _, differences, errors = mean_maps(study.folder, groups)
    return {"squares": blocks(study.scenario(0).load_region()), "differences": differences, "errors": errors}


def _facts(plan: StudyPlan, worlds: int) -> dict[str, Any]:
    return {
        "worlds": worlds,
        "replicates": plan.replicates,
        "seed": plan.seed,
        "since": plan.since or plan.scenario_at(0).start,
        "region": plan.scenario_at(0).region.name,
    }
