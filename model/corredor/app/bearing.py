"""Who bears the harm: by country, by how excluded people are, and what lands where no policy acts."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from corredor.app.filming import QUINTILES
from corredor.app.frames import Films
from corredor.app.plain import Spread, spread
from corredor.region.region import Bools
from corredor.runs.run import Run, in_months
from corredor.runs.window import Window
from corredor.scenario.dates import month_number

HARMS: Final = ("killed", "displaced", "detained")
MOST_COUNTRIES: Final = 12
YEAR: Final = 12


def bearing(control: Run, run: Run, common: list[int], window: Window, films: Films) -> dict[str, Any]:
    """Differences, with the policies less without, in persons a year: means and 90 % of pairs.

    Args:
        control: without the policies.
        run: with them.
        common: replicates that both have.
        window: months that are compared.
        films: of these replicates.

    Returns:
        ``countries``: rows of ``iso3``, ``name`` and a spread for each of ``HARMS``, those that change most first.
        ``exclusion``: people killed, by fifths of the people from the least to the most excluded.
        ``inside``, ``outside``: people killed where policies act, and where none does.
        ``share``: of all people, that live where one acts.
    """
    start = month_number(run.scenario.start)
    months = slice(month_number(window.since) - start, month_number(window.until) - start)
    treated, first = _treated(run), films.with_[0]
    people = first.population

    def killed(places: Bools) -> Spread:
        each = [
            YEAR
            * float((after.killed[months][:, places].sum(axis=1) - before.killed[months][:, places].sum(axis=1)).mean())
            for before, after in zip(films.without, films.with_, strict=True)
        ]
        return spread(each)

    return {
        "countries": _by_country(control, run, common, window),
        "exclusion": [killed(np.asarray(first.quintile == fifth)) for fifth in range(QUINTILES)],
        "inside": killed(treated),
        "outside": killed(~treated),
        "share": float(people[treated].sum() / max(float(people.sum()), 1.0)),
    }


def _treated(run: Run) -> Bools:
    """Places where any policy acts, shape (P,)."""
    region = run.geography
    cells = np.zeros(region.n, dtype=np.bool_)
    for policy in run.scenario.plan(region).policies:
        cells |= policy.cells
    return np.asarray(cells[region.places])


def _by_country(control: Run, run: Run, common: list[int], window: Window) -> list[dict[str, Any]]:
    change = _harms(run, common, window) - _harms(control, common, window)
    place = run.geography
    names = dict(zip(place.countries, place.country_names, strict=True))
    rows: list[dict[str, Any]] = [
        {"iso3": str(iso3), "name": names[str(iso3)], **{harm: spread(group[harm]) for harm in HARMS}}
        for iso3, group in change.groupby("iso3")
    ]
    rows.sort(key=lambda row: -max(abs(row[harm]["mean"] or 0.0) for harm in HARMS))
    return rows[:MOST_COUNTRIES]


def _harms(run: Run, common: list[int], window: Window) -> pd.DataFrame:
    """Persons a year by replicate and country, a column for each of ``HARMS``."""
    table = in_months(run.national, window.since, window.until)
    table = table[(table["kind"] == "all") & table["replicate"].isin(common)]
    columns = {"homicides": "killed", "displaced": "displaced", "detained_without_cause": "detained"}
    means = table.groupby(["replicate", "iso3"], observed=True)[list(columns)].mean()
    return YEAR * means.rename(columns=columns)
