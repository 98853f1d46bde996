"""Choose the clandestine flights of the real region by rule, and write ``flights.csv`` (a developer's tool).

Areas are the blocks of a fixed lattice of two degrees, by country, where the country also has the cell of the coarsest
grid, so that a flight lands in the same place at every cell size, and away from the United States, whose balloons of
radar watch the border. An area is the likelier a landing the remoter it is
(far from cities, weakly present state, away from crests); base flights leave from where coca grows. For each pair of
countries the best pairs of areas within reach are taken, an area that has been used already counting for less, so that
flights disperse. Nothing here is a record of any real flight.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corredor.region import Region, load
from corredor.region.americas import ISLAND_DIVISIONS
from corredor.region.flights import AREA
from corredor.region.sphere import great_circle_km, nearest_km
from corredor.region.terrain import crest_km

DATA = Path(__file__).resolve().parents[1] / "model" / "corredor" / "region" / "data"
BLOCK = AREA
RADAR_KM = 350.0
"""From the middle of a cell of two degrees: more than from one to the next, corner to corner."""
NEAREST_KM, FARTHEST_KM, TYPICAL_KM = 300.0, 2600.0, 900.0
CREST_KM, TO_COCA_KM, COCA_HA = 60.0, 250.0, 300.0
ISLANDS = ("BHS", "HTI", "DOM", "JAM", "PRI")
NORTHERN_ISTHMUS = ("GTM", "HND", "NIC", "BLZ")
ROUTES = (
    (("PER",), ("COL",), 6, "coca"),
    (("BOL",), ("COL",), 3, "coca"),
    (("PER", "BOL"), ("BRA",), 3, "coca"),
    (("BOL",), ("PRY",), 2, "coca"),
    (("COL", "VEN"), ISLANDS, 2, "export"),
    (("COL", "VEN"), NORTHERN_ISTHMUS, 2, "export"),
    (("COL",), ("PAN", "CRI"), 1, "export"),
    (("COL",), ("MEX",), 4, "export"),
    (("COL",), ("VEN",), 2, "export"),
    (("GTM", "HND"), ("MEX",), 2, "export"),
)
"""From, to, flights for each pair of countries, and whether they leave from coca areas or from remote ones."""
ABOUT = """\
Areas between which clandestine flights are possible, on a lattice of two degrees; chosen by the rule of
tools/build_flights.py from remoteness, state presence, coca and range (300 to 2600 km).
Not a record of real flights."""


@dataclass(frozen=True)
class Area:
    """A block of one country: centre, remoteness (0 to 1), hectares of coca, distance to the nearest coca."""

    iso3: str
    lat: float
    lon: float
    remote: float
    coca_ha: float
    to_coca_km: float


def areas(region: Region, coarsest: Region) -> list[Area]:
    """The areas of every country, from the one-degree region and the one of two degrees."""
    offshore = [region.divisions.index(code) for code in ISLAND_DIVISIONS if code in region.divisions]
    land = np.flatnonzero(region.land & ~np.isin(region.division, offshore))
    grown = region.coca_ha > COCA_HA
    to_coca, _ = nearest_km(region.lat, region.lon, region.lat[grown], region.lon[grown])
    lowland = np.minimum(crest_km(region.lat, region.lon) / CREST_KM, 1.0)
    national = {k: float(region.presence[region.country == k].max()) for k in set(region.country[land].tolist())}
    density = region.population / region.area_km2
    home = coarsest.country == coarsest.countries.index("USA")
    to_usa, _ = nearest_km(coarsest.lat, coarsest.lon, coarsest.lat[home], coarsest.lon[home])
    own = {
        (coarsest.countries[coarsest.country[cell]], int(coarsest.lat[cell] // BLOCK), int(coarsest.lon[cell] // BLOCK))
        for cell in np.flatnonzero(coarsest.land & (to_usa > RADAR_KM))
    }
    blocks: dict[tuple[int, int, int], list[int]] = {}
    for cell in land:
        key = (int(region.country[cell]), int(region.lat[cell] // BLOCK), int(region.lon[cell] // BLOCK))
        if (region.countries[key[0]], *key[1:]) in own:
            blocks.setdefault(key, []).append(int(cell))
    found = []
    for (country, _, _), cells in sorted(blocks.items()):
        weak = 1.0 - region.presence[cells] / national[country]
        remote = float(np.mean((0.05 + weak) * lowland[cells] / (1.0 + density[cells] / 20.0)))
        lat, lon = float(region.lat[cells].mean()), float(region.lon[cells].mean())
        found.append(
            Area(
                region.countries[country],
                lat,
                lon,
                remote,
                float(region.coca_ha[cells].sum()),
                float(to_coca[cells].min()),
            )
        )
    return found


def choose(every: list[Area]) -> list[tuple[Area, Area]]:
    """The flights, route by route."""
    uses: dict[Area, int] = {}
    flights: list[tuple[Area, Area]] = []
    for origins, destinations, number, kind in ROUTES:
        for origin in origins:
            for destination in destinations:
                for _ in range(number):
                    best = max(pairs(every, origin, destination, kind), key=lambda p: score(*p, kind, uses))
                    if best not in flights:
                        flights.append(best)
                    for end in best:
                        uses[end] = uses.get(end, 0) + 1
    return flights


def pairs(every: list[Area], origin: str, destination: str, kind: str) -> list[tuple[Area, Area]]:
    return [
        (a, b)
        for a in every
        if a.iso3 == origin and (kind == "export" or a.coca_ha > 500.0)
        for b in every
        if b.iso3 == destination and NEAREST_KM <= great_circle_km(a.lat, a.lon, b.lat, b.lon) <= FARTHEST_KM
    ]


def score(a: Area, b: Area, kind: str, uses: dict[Area, int]) -> float:
    leave = a.remote * np.exp(-a.to_coca_km / TO_COCA_KM) if kind == "export" else np.sqrt(a.coca_ha)
    near = np.exp(-great_circle_km(a.lat, a.lon, b.lat, b.lon) / TYPICAL_KM)
    return float(leave * b.remote * near / (1 + uses.get(a, 0)) / (1 + uses.get(b, 0)) ** 2)


def main() -> None:
    flights = choose(areas(load("americas", 1.0), load("americas", 2.0)))
    rows = [f"{a.iso3},{a.lat:.1f},{a.lon:.1f},{b.iso3},{b.lat:.1f},{b.lon:.1f}" for a, b in flights]
    header = "".join(f"# {line}\n" for line in ABOUT.splitlines())
    columns = "from_iso3,from_lat,from_lon,to_iso3,to_lat,to_lon\n"
    (DATA / "flights.csv").write_text(header + columns + "\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows), "flights")


if __name__ == "__main__":
    main()
