"""Write the small input tables of the real region from the observed figures (a developer's tool).

    python tools/build_region_tables.py --evidence FOLDER

``FOLDER`` holds ``homicide_national.csv``, ``homicide_mexico_state.csv``, ``homicide_colombia_brazil_admin1.csv``,
``governance.csv`` and ``coca_hectares.csv``. Writes ``population.csv``, ``governance.csv``, ``governance_by_year.csv``
and ``coca.csv`` into ``model/corredor/region/data``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).resolve().parents[1] / "model" / "corredor" / "region" / "data"
BASE_YEAR = 1990
NOT_IN_WINDOW = ("BMU", "CAN", "ESP")
LAST_GOVERNANCE_YEAR = 2000
COCA_SPOTS = (
    ("PER", "Upper Huallaga", -8.8, -76.0, 0.42),
    ("PER", "Central and Lower Huallaga", -6.9, -76.5, 0.16),
    ("PER", "Aguaytia", -8.9, -75.3, 0.12),
    ("PER", "Apurimac and Ene", -12.6, -73.8, 0.15),
    ("PER", "La Convencion and Lares", -12.8, -72.6, 0.11),
    ("PER", "Inambari and Tambopata", -13.9, -69.7, 0.04),
    ("BOL", "Chapare", -16.9, -65.3, 0.70),
    ("BOL", "Yungas of La Paz", -16.3, -67.5, 0.30),
)
ABOUT_POPULATION = """\
Population of 1990 by country and first-level division. Publishers: UNODC homicide statistics (countries), INEGI
(Mexican states), Atlas da Violencia (Brazilian states), Policia Nacional / Medicina Legal (Colombian departments).
persons: the base year's; where 1990 is missing, the nearest year carried back at the series' own mean growth.
Within divisions people are laid out by GeoNames cities of about 2020 (masks.npz).
Caveats: Argentina, Bolivia, Chile, Haiti, Peru and others start after 2000; divisions serve as shares."""
ABOUT_GOVERNANCE = """\
Capacity and integrity of states, fixed once, by the earliest figures there are: not before the outcomes, which
begin in 1990. police_per_100k: UNODC UN-CTS, of police_year. government_effectiveness, control_of_corruption: World
Bank Worldwide Governance Indicators, mean over indicator_years (1996, 1998 and 2000, or the earliest value where
these are missing), in standard scores of about -2.5 to 2.5. Empty: no figure, the median of the others stands in.
Latest year: police 2012, indicators 2004.
Caveats: police figures start in 2003 and count differently from state to state; violent states may have hired more
police by then. The indicators are perceptions, and may follow violence that was in the news before they were made.
Indices of law or stability already contain violence and are left out on purpose."""
ABOUT_GOVERNANCE_BY_YEAR = """\
What capacity and integrity of states are made of, year by year, for runs in which they follow it. Series of a row:
police_per_100k (UNODC UN-CTS), government_effectiveness and control_of_corruption (World Bank Worldwide Governance
Indicators, CC BY 4.0), the latter in standard scores of about -2.5 to 2.5. A column is a year; empty: not published.
Caveats: the indicators are perceptions, relative to the world of their year; 1997, 1999 and 2001 were not published.
Police figures start between 2003 and 2012, and count differently from state to state and at times from year to year.
Indices of law or stability already contain violence and are left out on purpose."""
ABOUT_COCA = """\
Coca in 1990. total: hectares, UNODC. spot: growing areas of Peru and Bolivia, hand-placed to the nearest tenth of a
degree with rough shares of the early 1990s (value; unmeasured to within a few points). division: share of each
Colombian department in 2011, UNODC-SIMCI, the earliest year with departments at hand.
Caveat: in 1990 Guaviare, Caqueta and Putumayo weighed more, and Narino and Norte de Santander less, than here."""


def population(evidence: Path) -> pd.DataFrame:
    """Population of 1990 by country and, where it is known, by division."""
    nation = pd.read_csv(evidence / "homicide_national.csv")
    rows = []
    for iso3, series in nation.groupby("iso3"):
        if iso3 not in NOT_IN_WINDOW:
            rows.append((iso3, "", *carried_back(series), "UNODC homicide statistics"))
    for name in ("homicide_mexico_state.csv", "homicide_colombia_brazil_admin1.csv"):
        table = pd.read_csv(evidence / name)
        for code, series in table.groupby("iso_3166_2"):
            iso3 = {"MX": "MEX", "CO": "COL", "BR": "BRA"}[str(code)[:2]]
            rows.append((iso3, code, *carried_back(series), series["publisher"].iloc[0]))
    return pd.DataFrame(
        rows, columns=["iso3", "iso_3166_2", "persons", "year_observed", "persons_observed", "publisher"]
    )


def carried_back(series: pd.DataFrame) -> tuple[int, int, int]:
    """Persons in the base year, the year observed, and the persons observed then."""
    series = series.dropna(subset=["population"]).sort_values("year")
    nearest = series.iloc[(series["year"] - BASE_YEAR).abs().argmin()]
    persons, year = float(nearest["population"]), int(nearest["year"])
    growth = float(np.polyfit(series["year"], np.log(series["population"]), 1)[0]) if len(series) > 2 else 0.0
    return round(persons * np.exp(growth * (BASE_YEAR - year))), year, round(persons)


def governance(evidence: Path) -> pd.DataFrame:
    """Police per head (earliest figure), government effectiveness and control of corruption (mean to 2000)."""
    table = pd.read_csv(evidence / "governance.csv").sort_values("year")
    police = table[table.indicator == "police_per_100k"].groupby("iso3").first()
    wide = pd.DataFrame({"police_per_100k": police["value"], "police_year": police["year"].astype("Int64")})
    for name, indicator in (
        ("government_effectiveness", "wgi_gov_effectiveness"),
        ("control_of_corruption", "wgi_control_corruption"),
    ):
        early = (
            table[(table.indicator == indicator) & (table.year <= LAST_GOVERNANCE_YEAR)].groupby("iso3").value.mean()
        )
        first = table[table.indicator == indicator].groupby("iso3").value.first()
        wide = wide.join(early.combine_first(first).round(3).rename(name), how="outer")
    wide.insert(2, "indicator_years", indicator_years(table).reindex(wide.index))
    return wide.reset_index()


def indicator_years(table: pd.DataFrame) -> pd.Series[str]:
    """First and last year of the indicators that a country's mean is over: the same of both."""
    years = table[table.indicator == "wgi_control_corruption"].groupby("iso3").year.apply(list)
    early = years.map(lambda known: [year for year in known if year <= LAST_GOVERNANCE_YEAR] or known[:1])
    return early.map(lambda known: "-".join(str(year) for year in sorted({known[0], known[-1]})))


def governance_by_year(evidence: Path) -> pd.DataFrame:
    """The same three series with all their years, a row for each country and series."""
    table = pd.read_csv(evidence / "governance.csv")
    series = {
        "police_per_100k": "police_per_100k",
        "wgi_gov_effectiveness": "government_effectiveness",
        "wgi_control_corruption": "control_of_corruption",
    }
    kept = table[table.indicator.isin(series)].replace({"indicator": series})
    wide = kept.pivot(index=["iso3", "indicator"], columns="year", values="value").round(3)
    return wide.rename_axis(columns=None).reset_index().rename(columns={"indicator": "series"})


def coca(evidence: Path) -> pd.DataFrame:
    """Hectares in the base year by country, and the weights of growing areas within each."""
    table = pd.read_csv(evidence / "coca_hectares.csv")
    base = table[(table.level == "national") & (table.year == BASE_YEAR)]
    rows = [(r.iso3, "total", "", "", "", "", r.hectares) for r in base.itertuples()]
    rows += [(iso3, "spot", "", name, lat, lon, weight) for iso3, name, lat, lon, weight in COCA_SPOTS]
    divisions = table[(table.level == "admin1")]
    earliest = divisions[divisions.year == divisions.year.min()]
    share = earliest.hectares / earliest.hectares.sum()
    rows += [("COL", "division", c, "", "", "", round(w, 4)) for c, w in zip(earliest.iso_3166_2, share, strict=True)]
    return pd.DataFrame(rows, columns=["iso3", "kind", "iso_3166_2", "area", "lat", "lon", "value"])


def write(name: str, about: str, table: pd.DataFrame) -> None:
    header = "".join(f"# {line}\n" for line in about.splitlines())
    (DATA / name).write_text(header + table.to_csv(index=False, lineterminator="\n"), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evidence", type=Path, required=True)
    evidence = parser.parse_args().evidence
    write("population.csv", ABOUT_POPULATION, population(evidence))
    write("governance.csv", ABOUT_GOVERNANCE, governance(evidence))
    write("governance_by_year.csv", ABOUT_GOVERNANCE_BY_YEAR, governance_by_year(evidence))
    write("coca.csv", ABOUT_COCA, coca(evidence))


if __name__ == "__main__":
    main()
