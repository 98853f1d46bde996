"""Levels of homicide by role and country in three histories and the baseline, beside those observed.

``python tools/history_levels.py --replicates 8`` runs each on the Americas at 2° to the end of 2010 and writes
``docs/results/history.md``. Nothing in the scenarios was set by these figures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

import corredor
from corredor.calibration.tables import observed
from corredor.region.region import MARKETS
from corredor.scenario.roles import roles

RESULT = Path(__file__).parent.parent / "docs" / "results" / "history.md"
SAID = "## What it says, and what it does not"
ARMS = ("baseline", "history_frozen", "history_inputs", "history")
LAST_FITTED = 2010
"""Later figures are held back, and are read by ``corredor.calibration.held_back`` alone."""
YEARS = {"1995 to 2004": (1995, 2004), "2006 to 2010": (2006, LAST_FITTED)}
LARGEST = (
    "BRA",
    "MEX",
    "COL",
    "ARG",
    "PER",
    "VEN",
    "CHL",
    "ECU",
    "GTM",
    "BOL",
    "CUB",
    "DOM",
    "HND",
    "SLV",
    "JAM",
    "PAN",
)
ROLES = {
    "source, with Colombia": ("source", True),
    "source, without": ("source", False),
    "transit, without Colombia": ("transit", False),
    "transit, with": ("transit", True),
    "consumer": ("consumer", False),
    "destination": ("destination", False),
}
COLOMBIA = "COL"
SHIPS = ("Fewer ships and aircraft", "Ships since 2000")
PARTS = {
    "states alone": ("history_inputs", {"markets.demand_history": "0"}),
    "markets alone": ("history_inputs", {"region.presence_history": "0"}),
    "without soldiers": ("history", {f"policies.Soldiers of {c}.intensity": "0" for c in ("Colombia", "Mexico")}),
    "without eradication": (
        "history",
        {f"policies.{p.name}.area": "0 ha" for p in corredor.load("history").policies if p.kind == "eradication"},
    ),
    "with the ships of 1992": ("history", {f"policies.{name}.intensity": "1" for name in SHIPS}),
    "without leaders falling": ("history", {"events": "[]"}),
    "without the air bridge": ("history", {f"policies.Air bridge{s}.intensity": "0" for s in ("", " again")}),
}
"""Ladders taken apart: a scenario and what is changed in it."""
GROUPS = {
    "Colombia": [COLOMBIA],
    "Peru, Bolivia": ["PER", "BOL"],
    "Mexico": ["MEX"],
    "El Salvador": ["SLV"],
    "Venezuela": ["VEN"],
}


def run(arm: str, replicate: int, changed: Mapping[str, str] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One run: registered homicides and people by country and year, and the trade by year."""
    scenario = corredor.load(arm, {"region.resolution": "2 deg", "duration": "23 years", **(changed or {})})
    model = corredor.TraffickingModel(scenario, replicate=replicate)
    codes, country = model.region.countries, model.place_country()
    killed, nations, trade = np.zeros(len(codes)), [], []
    for month in range(12 * (LAST_FITTED + 1 - scenario.start_month[0])):
        model.step()
        killed += np.bincount(country, model.reported.homicides.sum(axis=0), len(codes))
        if month % 12 == 11:
            year = scenario.start_month[0] + month // 12
            people = np.bincount(country, model.communities.population, len(codes))
            nations += list(zip(codes, [year] * len(codes), killed, people, strict=True))
            trade.append((year, *_trade(model)))
            killed[:] = 0.0
    model.close()
    columns = ["coca, 1000 ha", "of it in Colombia", "members, 1000", "organisations"]
    columns += [f"price {market}, US$/kg" for market in MARKETS[:2]]
    return pd.DataFrame(nations, columns=["place", "year", "homicides", "population"]), pd.DataFrame(
        trade, columns=["year", *columns]
    )


def _trade(model: corredor.TraffickingModel) -> list[float]:
    coca = model.cocaine.coca_ha
    in_colombia = coca[model.region.country == model.region.countries.index(COLOMBIA)]
    groups = [coca.sum() / 1e3, in_colombia.sum() / 1e3, model.holdings.members.sum() / 1e3, len(model.alive)]
    return [*groups, *model.market.price_usd_kg[:2]]


def seen() -> pd.DataFrame:
    """Observed homicides and people by country and year, where both are known and are not held back."""
    rows = observed("homicide_national").rows
    rows = rows[rows["year"] <= LAST_FITTED]
    wide = rows.pivot(index=["place", "year"], columns="series", values="value").reset_index()
    return wide[["place", "year", "homicides", "population"]].dropna()


def rate(table: pd.DataFrame, places: list[str], years: tuple[int, int], known: pd.DataFrame) -> float:
    """Homicides per 100 000 and year over the country-years that were observed; NaN if none was."""
    kept = table[table["place"].isin(places) & table["year"].between(*years)]
    kept = kept.merge(known[["place", "year"]], on=["place", "year"])
    people = float(kept["population"].sum())
    return 1e5 * float(kept["homicides"].sum()) / people if people > 0.0 else np.nan


def of_role(name: str) -> list[str]:
    """Countries of a row of ``ROLES``."""
    role, colombia = ROLES[name]
    found = [code for code, own in roles().items() if own == role and code != COLOMBIA]
    return [*found, COLOMBIA] if colombia else found


def table(groups: dict[str, list[str]], runs: dict[str, list[pd.DataFrame]], known: pd.DataFrame) -> list[str]:
    """Median over replicates and its range, by arm and window, beside what was observed."""
    lines = [f"| | years | {' | '.join(runs)} | observed |", f"|---|---|{'---|' * len(runs)}---|"]
    for name, places in groups.items():
        for words, years in YEARS.items():
            cells = []
            for arm in runs.values():
                rates = [rate(each, places, years, known) for each in arm]
                cells.append(f"{np.median(rates):.1f} [{min(rates):.1f}, {max(rates):.1f}]")
            lines.append(f"| {name} | {words} | {' | '.join(cells)} | {rate(known, places, years, known):.1f} |")
    return [line for line in lines if "nan" not in line]


def trade_table(runs: dict[str, list[pd.DataFrame]]) -> list[str]:
    """Medians over replicates of the mean over each window."""
    names = [column for column in next(iter(runs.values()))[0] if column != "year"]
    lines = [f"| | years | {' | '.join(runs)} |", f"|---|---|{'---|' * len(runs)}"]
    for name in names:
        for words, years in YEARS.items():
            medians = [
                np.median([each[each["year"].between(*years)][name].mean() for each in arm]) for arm in runs.values()
            ]
            lines.append(f"| {name} | {words} | {' | '.join(f'{m:,.0f}'.replace(',', ' ') for m in medians)} |")
    return lines


def apart_table(parts: Mapping[str, list[tuple[pd.DataFrame, pd.DataFrame]]], known: pd.DataFrame) -> list[str]:
    """Medians over replicates of the last window."""
    years = YEARS["2006 to 2010"]
    groups = {**GROUPS, "transit": of_role("transit, without Colombia")}
    goods = ("of it in Colombia", "members, 1000", "price usa, US$/kg")
    lines = [f"| 2006 to 2010 | {' | '.join([*groups, 'coca in Colombia, 1000 ha', *goods[1:]])} |"]
    lines.append("|---|" + "---|" * (len(groups) + len(goods)))
    for name, done in parts.items():
        cells = [f"{np.median([rate(nation, p, years, known) for nation, _ in done]):.1f}" for p in groups.values()]
        late = [trade[trade["year"].between(*years)].mean() for _, trade in done]
        cells += [f"{np.median([each[good] for each in late]):,.0f}".replace(",", " ") for good in goods]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def rank_line(runs: dict[str, list[pd.DataFrame]], known: pd.DataFrame) -> list[str]:
    """Spearman correlation over the countries listed, of levels and of changes between the windows."""
    first, last = YEARS.values()
    places = [p for p in LARGEST if not np.isnan(rate(known, [p], first, known) + rate(known, [p], last, known))]
    lines = ["| rank correlation with what was observed | " + " | ".join(runs) + " |", "|---|" + "---|" * len(runs)]

    def levels(table: pd.DataFrame, years: tuple[int, int]) -> pd.Series:
        return pd.Series([rate(table, [p], years, known) for p in places])

    of: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
        "levels of 1995 to 2004": lambda table: levels(table, first),
        "levels of 2006 to 2010": lambda table: levels(table, last),
        "change, second over first": lambda table: levels(table, last) / levels(table, first),
    }
    for words, outcome in of.items():
        ours = [
            np.median([outcome(each).corr(outcome(known), method="spearman") for each in arm]) for arm in runs.values()
        ]
        lines.append(f"| {words} ({len(places)} countries) | {' | '.join(f'{value:.2f}' for value in ours)} |")
    return lines


def page(done: dict[str, list[tuple[pd.DataFrame, pd.DataFrame]]], said: str) -> str:
    """The result page; ``said`` is kept from the one before."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    known, replicates = seen(), len(done[ARMS[0]])
    runs = {arm: [nation for nation, _ in done[arm]] for arm in ARMS}
    trade = {arm: [goods for _, goods in done[arm]] for arm in ARMS}
    head = [
        "# Three histories beside what was observed",
        "",
        f"Date {dt.date.today()}, corredor {corredor.__version__}, commit {commit}; written by",
        f"`python tools/history_levels.py --replicates {replicates}`: the Americas at 2°, 1990 to 2010.",
        "",
        "Registered homicides per 100 000 and year, median and range over replicates, over the country-years with",
        "observed figures (UNODC homicide statistics). `baseline` and `history_frozen` have nothing with a date, and",
        "differ in market shares; `history_inputs` adds states and markets that change, `history` the policies.",
        "",
        "## By role",
        "",
    ]
    by_role = table({name: of_role(name) for name in ROLES}, runs, known)
    by_country = table({code: [code] for code in LARGEST}, runs, known)
    middle = ["", "## By country", "", *by_country, "", *rank_line(runs, known), "", "## The trade", ""]
    apart = ["", "## Taken apart", "", *apart_table({k: v for k, v in done.items() if k != "baseline"}, known)]
    return "\n".join([*head, *by_role, *middle, *trade_table(trade), *apart, "", SAID, ""]) + said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=8)
    replicates = parser.parse_args().replicates
    wanted: dict[str, tuple[str, dict[str, str]]] = {arm: (arm, {}) for arm in ARMS} | PARTS
    done = {
        name: [run(arm, replicate, changed) for replicate in range(replicates)]
        for name, (arm, changed) in wanted.items()
    }
    said = RESULT.read_text("utf-8").partition(SAID)[2].lstrip("\n") if RESULT.exists() else ""
    RESULT.write_text(page(done, "\n" + said), encoding="utf-8")


if __name__ == "__main__":
    main()
