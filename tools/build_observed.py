"""Write the observed tables of ``calibration/observed`` from a folder of collected figures (a developer's tool).

    python tools/build_observed.py --evidence FOLDER

``FOLDER`` holds ``homicide_national.csv``, ``homicide_mexico_state.csv``, ``homicide_mexico_state_monthly.csv``,
``homicide_colombia_brazil_admin1.csv``, ``coca_hectares.csv``, ``cocaine_seizures.csv``, ``cocaine_retail_prices.csv``,
``organisation_counts_mexico.csv`` and ``governance.csv``. ``breaks.csv`` is written by hand and left alone.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

OBSERVED = Path(__file__).resolve().parents[1] / "calibration" / "observed"
COMPILED = "2026-11"
MARKETS = {"Netherlands": "NLD", "Spain": "ESP", "USA": "USA"}
INDICATORS = {
    "police_per_100k": "police",
    "wgi_gov_effectiveness": "government_effectiveness",
    "wgi_control_corruption": "control_of_corruption",
}
HOMICIDES = "person | {} | people killed on purpose, as registered"
POPULATION = "person | {} | people who live there"


@dataclass(frozen=True)
class Table:
    """One file to write: what it is called, what it says of itself, and its rows."""

    name: str
    title: str
    level: str
    series: dict[str, str]
    caveats: tuple[str, ...]
    rows: pd.DataFrame


def long(table: pd.DataFrame, place: str, columns: dict[str, str], *, monthly: bool = False) -> pd.DataFrame:
    """One row for each place, time and series that has a value."""
    keys = ["place", "year", *(["month"] if monthly else [])]
    wide = table.rename(columns={place: "place", **columns})[[*keys, *columns.values()]]
    rows = wide.melt(keys, var_name="series", value_name="value").dropna(subset=["value"])
    return rows[[*keys, "series", "value"]].sort_values([*keys, "series"])


def national(evidence: Path) -> Table:
    rows = long(
        pd.read_csv(evidence / "homicide_national.csv"),
        "iso3",
        {"count": "homicides", "population": "population", "rate_per_100k": "homicide_rate"},
    )
    publisher = "UNODC homicide statistics"
    return Table(
        "homicide_national",
        "Homicide by country, 1990 to 2018",
        "country",
        {
            "homicides": HOMICIDES.format(publisher),
            "population": POPULATION.format(publisher),
            "homicide_rate": f"1/100000/year | {publisher} | the rate as published",
        },
        (
            "Countries differ in who counts (police or registry), in what counts, and in which years there are.",
            "Several series start after 2000 (Argentina, Bolivia, Chile, Haiti, Peru); gaps are left as gaps.",
            "Guatemala 2015: the published rate is 0.5 below count over population.",
            "Bermuda, Canada, Spain and the United States are listed, and not scored.",
            "breaks.csv says where a series changes its meaning.",
        ),
        rows,
    )


def mexico(evidence: Path) -> Table:
    columns = {"count": "homicides", "population": "population"}
    rows = long(pd.read_csv(evidence / "homicide_mexico_state.csv"), "iso_3166_2", columns)
    return Table(
        "homicide_mexico_states",
        "Homicide by state of Mexico, 1990 to 2018",
        "division",
        {"homicides": HOMICIDES.format("INEGI"), "population": POPULATION.format("INEGI")},
        (
            "Deaths registered as homicide. States add up to within about 2 % of the national series, but for 2018,",
            "where they are 6 % below it: late registrations came in after these figures were taken.",
            "Before 1994 years are those of registration, not of occurrence.",
        ),
        rows,
    )


def mexico_monthly(evidence: Path) -> Table:
    table = pd.read_csv(evidence / "homicide_mexico_state_monthly.csv")
    return Table(
        "homicide_mexico_states_monthly",
        "Homicide by state of Mexico and month, 2000 to 2018",
        "division",
        {"homicides": HOMICIDES.format("INEGI")},
        ("Months of occurrence; they add up to the yearly table exactly. Population is in the yearly table.",),
        long(table, "iso_3166_2", {"count": "homicides"}, monthly=True),
    )


def divisions(evidence: Path, iso3: str, name: str, title: str, publisher: str, caveats: tuple[str, ...]) -> Table:
    table = pd.read_csv(evidence / "homicide_colombia_brazil_admin1.csv").query("iso3 == @iso3")
    columns = {"count": "homicides", "population": "population"}
    return Table(
        name,
        title,
        "division",
        {"homicides": HOMICIDES.format(publisher), "population": POPULATION.format(publisher)},
        caveats,
        long(table, "iso_3166_2", columns),
    )


def coca(evidence: Path) -> Table:
    table = pd.read_csv(evidence / "coca_hectares.csv")
    table["place"] = table["iso_3166_2"].fillna(table["iso3"])
    return Table(
        "coca",
        "Coca area by country, 1988 to 2018, and by department of Colombia, 2011 and 2016",
        "country and division",
        {"coca": "ha | UNODC, departments UNODC-SIMCI | planted with coca"},
        (
            "1988 is the expected area of a bulletin (UN Bulletin on Narcotics 1989/1), not a census.",
            "Methods change with the years: estimates from satellite images replace earlier ones from about 2000 on.",
        ),
        long(table.drop(columns="series"), "place", {"hectares": "coca"}),
    )


def seizures(evidence: Path) -> Table:
    return Table(
        "seizures",
        "Cocaine seized by country, 1996 to 2018",
        "country",
        {"cocaine_seized": "kg | UNODC drug seizures | cocaine of all kinds seized in the year"},
        (
            "Weight as seized: purity differs and is not known. Base, paste and salts are added up.",
            "What is taken on the high sea is booked by the country that took it.",
            "Seizures measure enforcement as much as traffic. European countries are here for their markets.",
        ),
        long(pd.read_csv(evidence / "cocaine_seizures.csv"), "iso3", {"cocaine_kg": "cocaine_seized"}),
    )


def prices(evidence: Path) -> Table:
    table = pd.read_csv(evidence / "cocaine_retail_prices.csv")
    table = table[table["market"].isin(list(MARKETS))].assign(place=lambda t: t["market"].map(MARKETS))
    return Table(
        "prices",
        "Retail price of cocaine, 1990 to 2003",
        "country",
        {"retail_price": "usd/g | UNODC | street price in dollars of the year, at street purity"},
        (
            "Purity is not held constant, so that a fall of purity hides a rise of price.",
            "United States 2001 and 2002: the year is inferred from the printed ratio to 2003 dollars.",
            "United States 2017: the reference year is approximate.",
        ),
        long(table, "place", {"price": "retail_price"}),
    )


def organisations(evidence: Path) -> Table:
    table = pd.read_csv(evidence / "organisation_counts_mexico.csv").assign(place="MEX")
    columns = {
        "groups_active": "organisations",
        "municipalities_with_presence": "municipalities_held",
        "municipalities_with_2plus_groups": "municipalities_shared",
    }
    return Table(
        "organisations_mexico",
        "Trafficking organisations in Mexico, 1991 to 2010, and 2020",
        "country",
        {
            "organisations": "1 | Coscia and Rios (2012) | organisations active in the year",
            "municipalities_held": "1 | Coscia and Rios (2012) | municipalities in which any of them is named",
            "municipalities_shared": "1 | Coscia and Rios (2012) | municipalities in which two or more are named",
        },
        (
            "Counted from what newspapers and weblogs name, so that early years are thin. Check before quoting.",
            "2020 is another count by other means, publisher not recorded: draw no trend from 2010 to 2020.",
        ),
        long(table, "place", columns),
    )


def governance(evidence: Path) -> Table:
    table = pd.read_csv(evidence / "governance.csv").query("indicator in @INDICATORS")
    rows = table.rename(columns={"iso3": "place"}).assign(series=lambda t: t["indicator"].map(INDICATORS))
    return Table(
        "governance",
        "Capacity and integrity of states, 1996 to 2018",
        "country",
        {
            "police": "1/100000 | UNODC UN-CTS | police officers per 100 000 people",
            "government_effectiveness": "1 | World Bank, Worldwide Governance Indicators (CC BY 4.0) | standard score",
            "control_of_corruption": "1 | World Bank, Worldwide Governance Indicators (CC BY 4.0) | standard score",
        },
        (
            "The indicators are perceptions; 1997, 1999 and 2001 were not published.",
            "Indices of law and of stability already contain violence and are left out on purpose.",
        ),
        rows[["place", "year", "series", "value"]].sort_values(["place", "year", "series"]),
    )


def tables(evidence: Path) -> list[Table]:
    return [
        national(evidence),
        mexico(evidence),
        mexico_monthly(evidence),
        divisions(
            evidence,
            "COL",
            "homicide_colombia_departments",
            "Homicide by department of Colombia, 1990 to 2018",
            "Policia Nacional / Medicina Legal",
            (
                "Departments add up to 6 to 11 % more than the national series in 1995 to 1997 and 8 % more in 2018.",
                "The publisher changes over the years between police and forensic service.",
            ),
        ),
        divisions(
            evidence,
            "BRA",
            "homicide_brazil_states",
            "Homicide by state of Brazil, 1989 to 2018",
            "Atlas da Violencia (MS/SIM)",
            (
                "Deaths by aggression in the register of mortality; deaths of unknown intent are not in them.",
                "Hidden homicide differs between states and years (Cerqueira 2024).",
                "Populations of 1989 and 1990 repeat that of 1991.",
            ),
        ),
        coca(evidence),
        seizures(evidence),
        prices(evidence),
        organisations(evidence),
        governance(evidence),
    ]


def text(table: Table) -> str:
    """The file: a header that says what it is, then the rows."""
    head = [f"title: {table.title}", f"level: {table.level}", f"compiled: {COMPILED}"]
    head += [f"series {name}: {about}" for name, about in table.series.items()]
    head += [f"caveat: {caveat}" for caveat in table.caveats]
    rows = table.rows.assign(value=table.rows["value"].map(lambda value: f"{value:.10g}"))
    return "".join(f"# {line}\n" for line in head) + rows.to_csv(index=False, lineterminator="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evidence", type=Path, required=True)
    for table in tables(parser.parse_args().evidence):
        (OBSERVED / f"{table.name}.csv").write_text(text(table), encoding="utf-8")


if __name__ == "__main__":
    main()
