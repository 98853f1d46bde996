"""What the page shows of a run and its control, summed up where they were run, as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

from corredor.app.bearing import bearing
from corredor.app.countries import by_country
from corredor.app.frames import films
from corredor.app.plain import finite, spread
from corredor.figures.family_tree import lanes, lives, typical_replicate
from corredor.figures.scorecard import SCORES
from corredor.figures.series import quantiles, rolling_year
from corredor.region.region import CORRIDORS
from corredor.runs.outcomes import scorecard
from corredor.runs.pairing import pair
from corredor.runs.run import Run, in_months
from corredor.runs.window import Window, compared_months

MOST_LANES: Final = 24


def digest(control_folder: Path, run_folder: Path) -> dict[str, Any]:
    """Everything that is shown of a pair of runs.

    Args:
        control_folder: of the run without the policies.
        run_folder: of the run with them.

    Returns:
        ``replicates``; ``window``; ``scores``, ``corridors``, ``series``, ``tree``, ``bearing`` (see the functions
        below and ``bearing``); ``series_of``, see ``countries.by_country``; ``films``, see ``frames.films``.
    """
    control, run = Run(control_folder), Run(run_folder)
    common, window = pair(control, run), compared_months(control, run)
    films_of_all = films(control, run, common)
    return {
        "replicates": len(common),
        "window": {"since": window.since, "until": window.until, "told": window.told},
        "start": run.scenario.start,
        "months": run.scenario.months,
        "scores": scores(control, run, common, window),
        "corridors": corridors(control, run, common, window),
        "series": series(control, run, common),
        "series_of": by_country(control, run, common),
        "tree": tree(run),
        "bearing": bearing(control, run, common, window, films_of_all),
        "films": films_of_all.shown(),
    }


def scores(control: Run, run: Run, common: list[int], window: Window) -> list[dict[str, Any]]:
    """The scorecard: for each measure the mean levels of both runs, over their pairs, and how they differ."""
    before, after = (scorecard(each, since=window.since, until=window.until).loc[common] for each in (control, run))
    return [
        {
            "outcome": score.outcome,
            "without": finite(before[score.outcome].mean()),
            "with": finite(after[score.outcome].mean()),
            "change": spread(after[score.outcome] - before[score.outcome]),
        }
        for score in SCORES
    ]


def corridors(control: Run, run: Run, common: list[int], window: Window) -> list[dict[str, Any]]:
    """Tonnes a year that cross each corridor, for all markets; corridors that nothing crosses drop out."""
    before, after = (_crossed(each, common, window) for each in (control, run))
    return [
        {
            "corridor": name,
            "without": finite(before[name].mean()),
            "with": finite(after[name].mean()),
            "change": spread(after[name] - before[name]),
        }
        for name in CORRIDORS
        if before[name].any() or after[name].any()
    ]


def _crossed(run: Run, common: list[int], window: Window) -> pd.DataFrame:
    """Tonnes a year by replicate, a column for each corridor."""
    rows = in_months(run.corridors, window.since, window.until)
    months = rows["month"].nunique()
    sums = rows.pivot_table(index="replicate", columns="corridor", values="kg", aggfunc="sum")
    return sums.loc[common] * 12 / months / 1e3


def series(control: Run, run: Run, common: list[int]) -> dict[str, Any]:
    """Time series of both runs: by name and side, the months and the quantiles over replicates."""
    sides = {"without": control, "with": run}
    return {
        name: {
            side: _quantiled(measure(_of(each.region, common), _of(each.national, common)))
            for side, each in sides.items()
        }
        for name, measure in _MEASURES.items()
    }


def _of(table: pd.DataFrame, replicates: list[int]) -> pd.DataFrame:
    return table[table["replicate"].isin(replicates)]


def _homicide(region: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    everyone = national[national["kind"] == "all"]
    sums = everyone.groupby(["replicate", "month"], as_index=False)[["homicides", "population"]].sum()
    rolled = rolling_year(sums, ["homicides", "population"], ["replicate"])
    # People are summed over the same months as killings, so the rate of a year is twelve times the ratio.
    return rolled.assign(value=12e5 * rolled["homicides"] / rolled["population"])


def _delivered(region: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    markets = [column for column in region if str(column).startswith("kg_delivered_")]
    frame = region[["replicate", "month"]].assign(kg=region[markets].sum(axis=1))
    rolled = rolling_year(frame, ["kg"], ["replicate"])
    return rolled.assign(value=rolled["kg"] / 1e3)


def _monthly(column: str) -> Any:
    return lambda region, national: region[["replicate", "month"]].assign(value=region[column])


_MEASURES: Final[dict[str, Any]] = {
    "homicide_rate": _homicide,
    "delivered": _delivered,
    "organisations": _monthly("organisations"),
    "price_usa": _monthly("price_usd_kg_usa"),
}
"""What is drawn over time; rates and amounts over the twelve months up to each."""


def _quantiled(frame: pd.DataFrame) -> dict[str, Any]:
    table = quantiles(frame, "value", ["month"])
    return {"months": [f"{month:%Y-%m}" for month in table.index]} | {
        name: [finite(value) for value in table[name]] for name in ("low", "median", "high")
    }


def tree(run: Run) -> dict[str, Any]:
    """The family tree of one replicate: a lane for each organisation, in order."""
    replicate = typical_replicate(run)
    found = lives(run, replicate)
    order = lanes(found, MOST_LANES)
    first = pd.Timestamp(run.months[0])
    return {
        "replicate": replicate,
        "all": len(found),
        "lanes": [
            {
                "number": int(number),
                "name": life.name,
                "parent": life.parent,
                "absorber": life.absorber,
                "born": _month(life.months[0], first),
                "died": None if life.survives else _month(life.months[-1], first),
                "members": [round(float(value)) for value in life.members],
            }
            for number in order
            for life in (found[number],)
        ],
    }


def _month(date: float, first: pd.Timestamp) -> int:
    """Months from the start of the run to a Matplotlib date."""
    at = pd.Timestamp("1970-01-01") + pd.Timedelta(days=float(date))
    return (at.year - first.year) * 12 + at.month - first.month
