"""Measures: one definition each, on the tables of a run (columns as in ``corredor.runs.columns``).

Every function keeps replicates apart and takes the months that are in the table it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from corredor.region.region import Bools, Region

MONTHS_A_YEAR: Final = 12
STRATEGIC_SHARE: Final = 0.1


def corridor_share(corridors: pd.DataFrame, region: pd.DataFrame, market: str) -> pd.DataFrame:
    """Kilograms that cross a corridor's screenlines over kilograms bound for a market.

    What is seized before a screenline has been bound for the market and crosses none, so shares add up to less than 1.

    Args:
        corridors: rows of the corridors' table.
        region: rows of the region's table, of the same months.
        market: ``usa``, ``europe`` or ``domestic``.

    Returns:
        Index ``replicate``, a column for each corridor; NaN where nothing was bound for the market.
    """
    bound = region.groupby("replicate")[f"kg_sent_{market}"].sum()
    return _kg(corridors, market).div(bound.where(bound > 0.0), axis=0)


def share_of_crossings(corridors: pd.DataFrame, market: str, among: Sequence[str]) -> pd.DataFrame:
    """Kilograms that cross a corridor's screenlines over kilograms that cross those of any of them.

    A corridor loses share of what is bound for a market by what is seized in front of its lines, although nothing has
    moved; of this it loses only what goes another way.

    Args:
        corridors: rows of the corridors' table.
        market: ``usa``, ``europe`` or ``domestic``.
        among: corridors that close off the market together.

    Returns:
        Index ``replicate``, a column for each corridor; NaN where nothing crossed.
    """
    kg = _kg(corridors, market).reindex(columns=list(among), fill_value=0.0)
    crossed = kg.sum(axis=1)
    return kg.div(crossed.where(crossed > 0.0), axis=0)


def displaced_share(
    treated: pd.DataFrame, control: pd.DataFrame, market: str, corridors: Sequence[str], others: Sequence[str]
) -> pd.Series[float]:
    """Of the flow that leaves treated corridors, the part that appears in others, bound for the same market.

    Only corridors that close off the market together (one chain of screenlines) should be compared.

    Args:
        treated: corridors' table of the run with the policy.
        control: the same without it, over the same months.
        market: bound for.
        corridors: where the policy acted.
        others: where the flow may have gone.

    Returns:
        By replicate; NaN where no flow left.
    """
    change = _kg(treated, market) - _kg(control, market)
    acted = change[list(corridors)].sum(axis=1)
    return change[list(others)].sum(axis=1) / (-acted).where(acted < 0.0)


def _kg(corridors: pd.DataFrame, market: str) -> pd.DataFrame:
    rows = corridors[corridors["market"] == market]
    return rows.pivot_table(index="replicate", columns="corridor", values="kg", aggfunc="sum")


def homicide_rates(areas: pd.DataFrame, *, by: Sequence[str] = (), reported: bool = False) -> pd.DataFrame:
    """Homicides per 100 000 people and year.

    Args:
        areas: rows of the national or the divisions' table.
        by: what is told apart besides replicates, e.g. ``("iso3",)``; nothing sums over the whole region.
        reported: what is registered, instead of what happened.

    Returns:
        Index ``replicate`` and ``by``, a column for each kind of homicide and ``all``.
    """
    counted = "homicides_reported" if reported else "homicides"
    sums = areas.groupby(["replicate", *by, "kind"], observed=True)[[counted, "population"]].sum()
    rate = sums[counted] / sums["population"].where(sums["population"] > 0.0) * MONTHS_A_YEAR * 1e5
    return rate.unstack("kind")


def weighted_mean(areas: pd.DataFrame, column: str) -> pd.Series[float]:
    """Mean of trust, exclusion or presence over people and months, by replicate.

    Args:
        areas: rows of kind 'all' of the national or the divisions' table.
        column: which.
    """
    weighted = (areas[column] * areas["population"]).groupby(areas["replicate"]).sum()
    return weighted / areas.groupby("replicate")["population"].sum()


def incarceration(national: pd.DataFrame) -> pd.Series[float]:
    """Prisoners per 100 000 people, mean over months, by replicate.

    Args:
        national: rows of kind 'all'.
    """
    sums = national.groupby("replicate")[["prisoners", "population"]].sum()
    return sums["prisoners"] / sums["population"] * 1e5


def rights(national: pd.DataFrame) -> pd.Series[float]:
    """People killed in clashes with the state, displaced, or detained without cause: persons a month, by replicate."""
    months = national.groupby("replicate")["month"].nunique()
    killed = national[national["kind"] == "state"].groupby("replicate")["homicides"].sum()
    others = national[national["kind"] == "all"].groupby("replicate")[["displaced", "detained_without_cause"]].sum()
    return (killed + others.sum(axis=1)) / months


def strategic_cells(cells: pd.DataFrame, region: Region) -> Bools:
    """Strategic cells: the top decile of flow, or a port or border cell on a path.

    Args:
        cells: rows of the cells' table of one replicate or several; flow is the mean over them.
        region: the region that was simulated.

    Returns:
        Shape (n,).
    """
    flow = np.bincount(cells["cell"], cells["flow_kg"], region.n)
    used = flow > 0.0
    if not used.any():
        return used
    busiest = flow >= np.quantile(flow[used], 1.0 - STRATEGIC_SHARE)
    return np.asarray(used & (busiest | region.port | region.border))
