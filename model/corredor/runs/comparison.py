"""``corredor.compare``: paired differences between runs, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from corredor.runs.ensemble import resolve, run
from corredor.runs.errors import FolderError
from corredor.runs.manifest import FILE
from corredor.runs.outcomes import OUTCOMES, scorecard
from corredor.runs.pairing import pair
from corredor.runs.precision import BUDGET, FEWEST, JUDGED, PRECISION, Precision, mean_interval, runs_needed
from corredor.runs.run import Run
from corredor.runs.window import Window, compared_months
from corredor.scenario import Scenario
from corredor.scenario.controls import applicable, mismatch, without_policies
from corredor.scenario.scenario import WITHOUT_POLICIES

__all__ = ["FEWEST", "Comparison", "mean_interval", "compare", "compare_runs"]


@dataclass(frozen=True)
class Comparison:
    """What others change against a base, over pairs.

    Attributes:
        base: the base.
        others: what is compared with it.
        windows: the months compared, by name of the other (see ``corredor.runs.window``).
        pairs: one row for each other, outcome and replicate: ``other``, ``replicate``, ``outcome``, ``base``,
            ``value``, ``difference``.
        table: one row for each other and outcome: ``other``, ``outcome``, ``unit``, ``base`` and ``value`` (means),
            ``difference`` (mean), ``median``, ``low``, ``high`` (95 % interval of the mean; see
            ``corredor.runs.precision.mean_interval``), ``same_sign`` (share of pairs whose difference has the sign of
            the mean; NaN where the mean is zero), ``n`` (pairs), ``needed`` (pairs until the interval is as narrow as
            ``precision``; NaN where that cannot be said) and ``meaning`` (of the outcome).
        precision: wanted half-width of an interval, as a share of the base's mean.
    """

    base: Run
    others: tuple[Run, ...]
    windows: Mapping[str, Window]
    pairs: pd.DataFrame
    table: pd.DataFrame
    precision: float = PRECISION

    def rows(self) -> list[dict[str, Any]]:
        """The table as plain rows; numbers that do not exist are None."""
        return [
            {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
            for row in self.table.to_dict("records")
        ]


def compare(
    base: str | Path | Scenario | Run,
    *others: str | Path | Scenario | Run,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    out: str | Path | None = None,
    set: Mapping[str, object] | None = None,
    since: str | None = None,
    until: str | None = None,
    precision: float | None = None,
    outcomes: Sequence[str] = JUDGED,
    budget: int = BUDGET,
    quiet: bool = False,
) -> Comparison:
    """Run scenarios paired, unless they have been run, and say what differs.

    Args:
        base: a scenario or a run (an object, or its folder). Alone, it is compared with its own control, as its base.
        others: what is compared with the base.
        replicates: how many pairs, instead of the base's number.
        seed: instead of the base's; all are run with the same.
        workers: processes; by default as many as there are cores.
        cluster: address of a Dask scheduler, or ``local``; see ``run``.
        out: parent of the run folders; what is already there is used. Without it they are temporary.
        set: values that win over the files, by path, in all of them; those of a policy or event only where it exists.
        since: first month (``YYYY-MM``) to compare; if not given, the first in which a policy acts that only one of
            the two has, or else the first in which any pair differs.
        until: the month after the last; if not given, the month in which those policies have ended, or else the end
            of the runs.
        precision: add pairs until the interval of each of ``outcomes`` reaches no further from the mean difference
            than this share of the base's mean; e.g. 0.05. The runs are those of ``replicates`` at first.
        outcomes: which must be so precise.
        budget: most pairs, whatever the precision.
        quiet: show no progress.

    Raises:
        ScenarioError: if a scenario is wrong.
        ValueError: if the precision or the budget makes no sense, or there is no such outcome.
        FolderError: if runs are no pair, a folder is in the way, or the only scenario given names no control.

    Example:
        >>> import corredor
        >>> effect = corredor.compare("two_corridors", replicates=3, set={"duration": "4 years"}, quiet=True)
        >>> bool(effect.table.set_index("outcome").loc["cost", "difference"] > 0)
        True
    """
    judged = Precision(precision if precision is not None else PRECISION, tuple(outcomes), budget)
    wanted, set = ([base, *others], set) if others else _with_control(base, set)
    own = _settings(wanted, set)
    first = _given(wanted[0])
    if first is None:
        scenario = resolve(_scenario(wanted[0]), set=own[0], replicates=replicates, seed=seed)
        replicates, seed = scenario.replicates, scenario.seed
    else:
        replicates, seed = replicates or len(first.replicates), first.seed
    from corredor.agents.starts import kept_starts

    how: dict[str, Any] = {"workers": workers, "cluster": cluster, "quiet": quiet}
    with kept_starts() as starts:
        runs = [
            _given(each)
            or _run(_scenario(each), out, set=values, replicates=replicates, seed=seed, starts=starts, **how)
            for each, values in zip(wanted, own, strict=True)
        ]
    comparison = compare_runs(runs[0], *runs[1:], since=since, until=until, precision=judged.share)
    while precision is not None and (more := judged.more(comparison.table, comparison.pairs["replicate"].nunique())):
        for each in runs:
            run(each.folder / FILE, out=each.folder, replicates=more, resume=True, **how)
            each.refresh()
        comparison = compare_runs(runs[0], *runs[1:], since=since, until=until, precision=judged.share)
    return comparison


def compare_runs(
    base: Run, *others: Run, since: str | None = None, until: str | None = None, precision: float = PRECISION
) -> Comparison:
    """Compare finished runs; see ``compare``."""
    windows: dict[str, Window] = {}
    parts: list[pd.DataFrame] = []
    for other in others:
        common, usual = pair(base, other), compared_months(base, other)
        window = windows[other.name] = Window(since or usual.since, until or usual.until)
        cards = (scorecard(each, since=window.since, until=window.until).loc[common] for each in (base, other))
        parts.append(_paired(other.name, *cards))
    pairs = pd.concat(parts, ignore_index=True)
    rows = [
        {"other": name, "outcome": outcome, "unit": OUTCOMES[str(outcome)].unit}
        | _summary(group, precision)
        | {"meaning": OUTCOMES[str(outcome)].meaning}
        for (name, outcome), group in pairs.groupby(["other", "outcome"], sort=False)
    ]
    return Comparison(base, others, windows, pairs, pd.DataFrame(rows), precision)


def _paired(name: str, base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    left, right = base.stack(future_stack=True), other.stack(future_stack=True)
    table = pd.DataFrame({"base": left, "value": right, "difference": right - left})
    table.index.names = ["replicate", "outcome"]
    long = table.reset_index()
    long.insert(0, "other", name)
    position = {outcome: i for i, outcome in enumerate(OUTCOMES)}
    return long.sort_values("outcome", key=lambda column: column.map(position), kind="stable")


def _summary(pairs: pd.DataFrame, precision: float) -> dict[str, float | int]:
    differences = pairs["difference"].to_numpy(float)
    level = float(pairs["base"].mean())
    mean = float(differences.mean())
    low, high = mean_interval(differences)
    return {
        "base": level,
        "value": float(pairs["value"].mean()),
        "difference": mean,
        "median": float(np.median(differences)),
        "low": low,
        "high": high,
        "same_sign": float((np.sign(differences) == np.sign(mean)).mean()) if mean else math.nan,
        "n": len(differences),
        "needed": runs_needed(differences, precision * abs(level)),
    }


def _given(what: str | Path | Scenario | Run) -> Run | None:
    """The run that is meant, if it is one."""
    if isinstance(what, Run):
        return what
    if isinstance(what, str | Path) and (Path(what) / FILE).is_file():
        return Run(what)
    return None


def _settings(
    wanted: Sequence[str | Path | Scenario | Run], set: Mapping[str, object] | None
) -> list[Mapping[str, object] | None]:
    """What is set in each: in what is still to be loaded, the values that concern it."""
    own: list[Mapping[str, object] | None] = [set] * len(wanted)
    names = {i: each for i, each in enumerate(wanted) if isinstance(each, str | Path) and _given(each) is None}
    if set and names:
        for i, values in zip(names, applicable([*names.values()], set), strict=True):
            own[i] = values
    return own


def _scenario(what: str | Path | Scenario | Run) -> str | Path | Scenario:
    return what.scenario if isinstance(what, Run) else what


def _with_control(
    what: str | Path | Scenario | Run, set: Mapping[str, object] | None
) -> tuple[list[str | Path | Scenario | Run], Mapping[str, object] | None]:
    """A scenario or run behind its own control, and the values that are still to be set in the two."""
    run_or_none = _given(what)
    scenario = run_or_none.scenario if run_or_none is not None else resolve(_scenario(what), set=set)
    if scenario.control is None:
        raise FolderError(
            f"'{scenario.name}' names no control — say what to compare it with: corredor compare BASE OTHER"
        )
    if scenario.control == WITHOUT_POLICIES:
        return [without_policies(scenario), run_or_none or scenario], None
    unpaired = mismatch(scenario, set) if run_or_none is None else None
    if unpaired is not None:
        raise FolderError(unpaired)
    return [scenario.control, what], set


def _run(what: str | Path | Scenario, out: str | Path | None, **how: Any) -> Run:
    if out is None:
        return run(what, **how)
    slug = resolve(what, set=how["set"]).slug
    return run(what, out=Path(out) / slug, resume=True, **how)
