"""Outcomes: what runs are compared by, one number a replicate, shown apart and never summed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from corredor.region.region import MARKETS
from corredor.runs import measures
from corredor.runs.columns import KINDS

if TYPE_CHECKING:
    from corredor.runs.run import Run

_RATE: Final = "1/100 000/year"
_TONNES: Final = "t/year"
_YEARLY_TONNES: Final = 12 / 1e3
"""Tonnes a year in a kilogram a month."""


@dataclass(frozen=True)
class Outcome:
    """One outcome.

    Attributes:
        unit: as pint writes it.
        meaning: what it is.
        word: what people read where the unit is 1.
    """

    unit: str
    meaning: str
    word: str = ""

    @property
    def unit_told(self) -> str:
        """The unit as people read it."""
        return self.word or self.unit


OUTCOMES: Final[Mapping[str, Outcome]] = {
    "homicide_rate": Outcome(_RATE, "homicides per 100 000 people and year"),
    "homicide_rate_reported": Outcome(_RATE, "the same, as registered"),
    **{f"homicide_rate_{kind}": Outcome(_RATE, f"the same, of kind {kind}") for kind in KINDS[1:]},
    "delivered": Outcome(_TONNES, "cocaine that reaches any market"),
    **{f"delivered_{market}": Outcome(_TONNES, f"cocaine that reaches the market {market}") for market in MARKETS},
    "price_usa": Outcome("usd/kg", "wholesale price in the United States"),
    "seized": Outcome(_TONNES, "cocaine seized"),
    "produced": Outcome(_TONNES, "cocaine made"),
    "coca": Outcome("ha", "planted with coca"),
    "spread": Outcome("blocks", "footprint: exp(entropy of kilogram-kilometres by 1-degree block)"),
    "active_area": Outcome("blocks", "1-degree blocks with at least 1 kg in the month"),
    "organisations": Outcome("1", "organisations alive", "number"),
    "members": Outcome("persons", "members of organisations at large"),
    "incarceration": Outcome("1/100 000", "prisoners per 100 000 people"),
    "trust": Outcome("1", "trust in the state, 0 to 1, mean over people", "index"),
    "exclusion": Outcome("1", "exclusion, 0 to 1, mean over people", "index"),
    "presence": Outcome("1", "effective state presence, 0 to 1, mean over people", "index"),
    "rights": Outcome("persons/year", "killed in clashes with the state, displaced, or detained without cause"),
    "cost": Outcome("million usd/year", "what policies cost"),
}
"""Every outcome by name."""


def scorecard(run: Run, *, since: str | None = None, until: str | None = None) -> pd.DataFrame:
    """Every outcome by replicate: means over the months from ``since`` up to, and without, ``until`` (``YYYY-MM``).

    Returns:
        Index ``replicate``, a column for each of ``OUTCOMES``.

    Raises:
        ValueError: if no month of the run is in the window.
    """
    return scorecard_of(run.national, run.region, name=run.name, since=since, until=until)


def scorecard_of(
    national: pd.DataFrame, region: pd.DataFrame, *, name: str, since: str | None = None, until: str | None = None
) -> pd.DataFrame:
    """The same from the national and the region's table of one replicate or several; ``name`` is for errors."""
    from corredor.runs.run import in_months, months_within

    within = months_within(national, name, since, until)
    return _of_areas(within).join(_of_region(in_months(region, since, until)))[list(OUTCOMES)]


def _of_areas(national: pd.DataFrame) -> pd.DataFrame:
    rates = measures.homicide_rates(national)
    everyone = national[national["kind"] == "all"]
    months = everyone.groupby("replicate")["month"].nunique()
    columns = {
        "homicide_rate": rates["all"],
        "homicide_rate_reported": measures.homicide_rates(national, reported=True)["all"],
        **{f"homicide_rate_{kind}": rates[kind] for kind in KINDS[1:]},
        "coca": everyone.groupby("replicate")["coca_ha"].sum() / months,
        "members": everyone.groupby("replicate")["members"].sum() / months,
        "incarceration": measures.incarceration(everyone),
        **{name: measures.weighted_mean(everyone, name) for name in ("trust", "exclusion", "presence")},
        "rights": 12 * measures.rights(national),
    }
    return pd.DataFrame(columns)


def _of_region(region: pd.DataFrame) -> pd.DataFrame:
    mean = region.drop(columns="month").groupby("replicate").mean()
    delivered = {f"delivered_{market}": _YEARLY_TONNES * mean[f"kg_delivered_{market}"] for market in MARKETS}
    return pd.DataFrame(
        {
            "delivered": sum(delivered.values()),
            **delivered,
            "price_usa": mean["price_usd_kg_usa"],
            "seized": _YEARLY_TONNES * mean["kg_seized"],
            "produced": _YEARLY_TONNES * mean["kg_produced"],
            "spread": mean["spread_blocks"],
            "active_area": mean["active_blocks"],
            "organisations": mean["organisations"],
            "cost": 12 / 1e6 * mean["cost_usd"],
        }
    )
