"""Runs made up of tables alone, with the columns that runs write, so that figures are tested without a simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corredor.region import CORRIDORS, MARKETS, load
from corredor.runs.run import Run
from corredor.scenario.scenario import Scenario

MONTHS = 72
REPLICATES = 6
KIND_SHARES = {"common": 0.5, "turf": 0.2, "state": 0.05, "predation": 0.15, "retaliation": 0.1}


class MadeUpRun(Run):
    """A run that was never run: its tables are given, and there is no folder."""

    def __init__(self, scenario, geography, **tables):
        self.manifest = {"name": scenario.name, "seed": 7, "version": "0.1.0", "packages": {"numpy": "2"}, "code": "0"}
        self.manifest["replicates"] = [{"replicate": number} for number in range(REPLICATES)]
        self.__dict__.update(scenario=scenario, geography=geography, **tables)


def scenario(policy: bool) -> Scenario:
    surge = {
        "kind": "interdiction_surge",
        "name": "Surge in the east",
        "where": {"corridor": "caribbean"},
        "start": "1992-01",
        "duration": "3 years",
        "intensity": 3,
    }
    return Scenario.model_validate(
        {
            "corredor": 1,
            "name": "Surge in the east" if policy else "No surge",
            "description": "Where does cocaine go when one corridor is pressed? Look at the map of differences.",
            "region": {"name": "two-corridors", "resolution": "1 deg"},
            "start": "1990-01",
            "duration": f"{MONTHS} months",
            "seed": 7,
            "replicates": REPLICATES,
            "policies": [surge] if policy else [],
            "parameters": {},
        }
    )


def months() -> pd.DatetimeIndex:
    return pd.date_range("1990-01-01", periods=MONTHS, freq="MS")


def areas(codes: tuple[str, ...], column: str, population: np.ndarray, shift: float, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    level = rng.uniform(5, 40, len(codes))
    rows = []
    for replicate in range(REPLICATES):
        noise = np.exp(0.1 * rng.standard_normal(len(codes)))
        for m, month in enumerate(months()):
            late = 1 + shift * (m >= 24) * min(1, (m - 24) / 12)
            for i, code in enumerate(codes):
                monthly = population[i] / 1e5 / 12 * level[i] * noise[i] * (late if i % 2 == 0 else 1)
                for kind, share in {"all": 1.0, **KIND_SHARES}.items():
                    killed = rng.poisson(monthly * share)
                    first = kind == "all"
                    rows.append(
                        {
                            "replicate": replicate,
                            "month": month,
                            column: code,
                            "kind": kind,
                            "homicides": float(killed),
                            "homicides_reported": 0.8 * killed,
                            "population": population[i],
                            "kg_crossed": 100.0 * (i + 1) if first else np.nan,
                            "kg_seized": 20.0 * (i + 1) if first else np.nan,
                            "kg_produced": (500.0 if i < 2 else 0.0) if first else np.nan,
                            "coca_ha": (40e3 * (1 + 0.1 * np.sin(m / 9)) * noise[i] if i < 2 else 0.0)
                            if first
                            else np.nan,
                            "farm_gate_usd_kg": (800.0 + 3 * m * noise[i] if i < 2 else np.nan) if first else np.nan,
                            "wholesale_usd_kg": 4000.0 + i if first else np.nan,
                            "members": 2000.0 if first else np.nan,
                            "prisoners": 3000.0 + 5 * m if first else np.nan,
                            "detained_without_cause": 2.0 if first else np.nan,
                            "displaced": 30.0 if first else np.nan,
                            "trust": 0.5 if first else np.nan,
                            "exclusion": 0.4 if first else np.nan,
                            "presence": 0.6 if first else np.nan,
                            "cost_usd": (1e6 * shift) if first else np.nan,
                        }
                    )
    return pd.DataFrame(rows)


def organisations(splits: float, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    syllables = ("Mo", "ra", "Te", "lo", "Cas", "ti", "Ve", "ga", "Sol", "na")
    rows = []
    for replicate in range(REPLICATES):
        alive: dict[int, dict[str, float]] = {i: {"members": 2000.0 / (i + 1), "parent": -1} for i in range(5)}
        names = {i: f"{syllables[i]}{syllables[i + 2].lower()} {i}" for i in range(5)}
        gone: set[int] = set()
        for m, month in enumerate(months()):
            for number in list(alive):
                if number in gone:
                    continue
                alive[number]["members"] *= np.exp(0.05 * rng.standard_normal())
                dies = (alive[number]["members"] < 60 and rng.random() < 0.1) or (m == 40 and number == 4)
                rows.append(
                    {
                        "replicate": replicate,
                        "month": month,
                        "organisation": number,
                        "name": names[number],
                        "members": 0.0 if dies else alive[number]["members"],
                        "cash_usd": 1e6,
                        "arms": 1.0,
                        "parent": int(alive[number]["parent"]),
                        "plazas": 3,
                        "blocks": 4.0,
                        "transnational": 0.5,
                        "alive": not dies,
                        "iso3": "XAA",
                    }
                )
                if dies:
                    gone.add(number)
                elif rng.random() < splits * (2 if 24 <= m < 60 else 0.5) and alive[number]["members"] > 100:
                    child = len(alive)
                    share = rng.uniform(0.1, 0.4)
                    alive[child] = {"members": alive[number]["members"] * share, "parent": number}
                    alive[number]["members"] *= 1 - share
                    names[child] = f"{rng.choice(syllables)}{rng.choice(syllables).lower()} {child}"
    return pd.DataFrame(rows)


def events() -> pd.DataFrame:
    story = [
        (24, "policy_start", -1, -1, -1, "Surge in the east", -1),
        (30, "leader_removed", 0, -1, 40, "captured", 0),
        (31, "split", 0, 5, 40, "2 lieutenants left", 1),
        (33, "war", 5, 0, 41, "", 2),
        (34, "turf_killings", 5, 0, 41, "12", 3),
        (36, "turf_killings", 5, 0, 60, "4", 3),
        (40, "absorbed", 4, 1, 62, "", -1),
        (41, "turf_killings", 1, 2, 60, "3", -1),
    ]
    rows = [
        dict(
            zip(("month", "kind", "organisation", "other", "place", "detail", "cause"), e, strict=True),
            replicate=r,
            id=i,
        )
        for r in range(REPLICATES)
        for i, e in enumerate(story)
    ]
    frame = pd.DataFrame(rows)
    geography = load("two-corridors", 1.0)
    cell = geography.places[frame["place"].clip(lower=0)]
    has_place = frame["place"] >= 0
    frame["iso3"] = [
        geography.countries[geography.country[c]] if h else None for c, h in zip(cell, has_place, strict=True)
    ]
    frame["iso_3166_2"] = [
        geography.divisions[geography.division[c]] if h else None for c, h in zip(cell, has_place, strict=True)
    ]
    frame["month"] = months()[frame["month"]]
    return frame


def corridors(pressed: bool, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for replicate in range(REPLICATES):
        for m, month in enumerate(months()):
            east = 0.7 - (0.4 * min(1, max(0, m - 24) / 18) if pressed else 0)
            shares = {"caribbean": east, "central_america": 0.9 - east, "western_caribbean": 0.1}
            for market in MARKETS:
                for corridor in CORRIDORS:
                    kg = 20e3 * shares.get(corridor, 0.0) * rng.uniform(0.8, 1.2) if market == "usa" else 0.0
                    rows.append(
                        {"replicate": replicate, "month": month, "market": market, "corridor": corridor, "kg": kg}
                    )
    return pd.DataFrame(rows)


def region_table(pressed: bool, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for replicate in range(REPLICATES):
        for m, month in enumerate(months()):
            dear = 1 + 0.15 * pressed * min(1, max(0, m - 24) / 12) + 0.02 * rng.standard_normal()
            rows.append(
                {
                    "replicate": replicate,
                    "month": month,
                    "kg_sent_usa": 23e3,
                    "kg_sent_europe": 7e3,
                    "kg_sent_domestic": 5e3,
                    "kg_delivered_usa": 20e3 / dear,
                    "kg_delivered_europe": 6e3 * (1 + 0.004 * m),
                    "kg_delivered_domestic": 4e3 * rng.uniform(0.9, 1.1),
                    "price_usd_kg_usa": 25e3 * dear,
                    "price_usd_kg_europe": 35e3 * (1 + 0.02 * rng.standard_normal()),
                    "price_usd_kg_domestic": 5e3,
                    "kg_produced": 35e3,
                    "kg_seized": 5e3 * dear**3,
                    "seizures": 40.0,
                    "seized_usd": 5e7,
                    "loads": 400.0,
                    "spread_blocks": 60 * dear,
                    "active_blocks": 90 * dear,
                    "organisations": 7,
                    "cost_usd": 3e6 * pressed,
                }
            )
    return pd.DataFrame(rows)


def cells_table(pressed: bool, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    geography = load("two-corridors", 1.0)
    west, east = np.exp(-((geography.lon - 2.5) ** 2) / 3), np.exp(-((geography.lon - 12) ** 2) / 3)
    frames = []
    for replicate in range(REPLICATES):
        for year in range(1990, 1990 + MONTHS // 12):
            moved = 0.4 * pressed * (year >= 1992)
            flow = 4e3 * (west * (0.2 + moved) + east * (0.7 - moved)) * rng.uniform(0.9, 1.1, geography.n)
            holder = np.full(geography.n, -1)
            holder[geography.places] = np.minimum(geography.country[geography.places], 4) + (rng.random() < 0.1)
            frames.append(
                pd.DataFrame(
                    {
                        "replicate": replicate,
                        "year": year,
                        "cell": np.arange(geography.n),
                        "lat": geography.lat,
                        "lon": geography.lon,
                        "flow_kg": flow,
                        "flow_kg_usa": 0.7 * flow,
                        "flow_kg_europe": 0.2 * flow,
                        "flow_kg_domestic": 0.1 * flow,
                        "kg_seized": 0.1 * flow,
                        "homicides": rng.poisson(3, geography.n).astype(float),
                        "holder": holder,
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def make_run(policy: bool) -> MadeUpRun:
    geography = load("two-corridors", 1.0)
    by_country = np.bincount(geography.country[geography.land], geography.population[geography.land])
    inside = geography.division >= 0
    by_division = np.bincount(geography.division[inside], geography.population[inside], len(geography.divisions))
    seed = 1 if policy else 2
    return MadeUpRun(
        scenario=scenario(policy),
        geography=geography,
        national=areas(geography.countries, "iso3", by_country, 0.3 * policy, 5),
        divisions=areas(geography.divisions, "iso_3166_2", by_division, 0.3 * policy, 6),
        organisations=organisations(0.02 if policy else 0.01, seed),
        events=events(),
        corridors=corridors(policy, seed),
        region=region_table(policy, seed),
        cells=cells_table(policy, seed),
    )


@pytest.fixture(scope="session")
def run() -> MadeUpRun:
    return make_run(policy=True)


@pytest.fixture(scope="session")
def control() -> MadeUpRun:
    return make_run(policy=False)


@pytest.fixture(scope="session")
def uneventful(run: MadeUpRun) -> MadeUpRun:
    """A run in which nothing was logged."""
    bare = MadeUpRun(run.scenario, run.geography)
    bare.__dict__.update({**run.__dict__, "events": run.events.iloc[:0]})
    return bare


@pytest.fixture(scope="session")
def made_up():
    """A run without a policy, of the tables that are given."""
    return lambda **tables: MadeUpRun(scenario(policy=False), load("two-corridors", 1.0), **tables)
