"""Write the generated tables of docs/region.md, so that what it says of the region and of month 0 cannot drift.

A table stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. Run it after a mask, a table of the region,
the organisations of month 0 or a parameter of either has changed: ``python tools/write_region.py``.
It draws the layers of the Americas too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imsave
from numpy.typing import NDArray

import corredor.model  # noqa: F401 - registers every parameter of the engine
from corredor.agents.start import country_presence, members_by_country, populate
from corredor.agents.start_parameters import StartParameters
from corredor.agents.starting_organisations import StartingOrganisation, organisation_table
from corredor.agents.world import World
from corredor.figures.region_layers import LAYERS, plot_layer
from corredor.region import Mode, Region, RegionParameters, load
from corredor.region.americas import RESOLUTIONS, mask_file
from corredor.region.governance import governance, presence
from corredor.region.history import StateByYear
from corredor.region.sphere import nearest_km

PAGE = Path(__file__).resolve().parents[1] / "docs" / "region.md"
LAYERS_IMAGE = PAGE.parent / "images" / "region_layers.png"
ACROSS, DPI = 4, 48
"""Maps in a row of that image, and how fine they are."""
BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
WGI_BEGINS = 1996
LARGE_CITY = 200_000
"""The region's cities had about twice as many people in 2020 as in 1990: about as many as 100 000 then."""
LARGE_COUNTRY = 1e6
"""People above which a country is compared: the islands have too few cities for a rank to mean anything."""
Values = NDArray[np.float64]


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    return "".join("| " + " | ".join(line) + " |\n" for line in (head, tuple("---" for _ in head), *rows))


def thousands(number: float) -> str:
    """An integer with spaces between thousands."""
    return f"{round(number):,}".replace(",", "\u00a0")


def sizes() -> str:
    """Cells, places, arcs and flights of the Americas at each resolution."""
    regions = [load("americas", resolution) for resolution in RESOLUTIONS]
    counts: Mapping[str, Callable[[Region], int]] = {
        "cells": lambda region: region.n,
        "of them places (populated land)": lambda region: region.n_places,
        "arcs": lambda region: len(region.arcs.tail),
        "of them flights": lambda region: int((region.arcs.mode == Mode.FLIGHT).sum()),
        "countries": lambda region: len(region.countries),
    }
    head = ("", *(f"{resolution:g}°" for resolution in RESOLUTIONS))
    return table(head, [(name, *(thousands(count(r)) for r in regions)) for name, count in counts.items()])


def shipped() -> str:
    """What the data of the region weigh."""
    data = files("corredor.region").joinpath("data")
    weights = {f.name: len(f.read_bytes()) for f in data.iterdir() if f.is_file()}
    masks, total = weights.pop("masks.npz"), sum(weights.values())
    return (
        f"`masks.npz` has {masks / 1e3:.0f} kB, and beside it stand {len(weights)} tables in CSV"
        f" with {total / 1e3:.0f} kB: {(masks + total) / 1e3:.0f} kB in all.\n"
    )


def organisations() -> str:
    """Number, members and place of the organisations of month 0, by country, on the grid of one degree."""
    world = World(load("americas", 1.0), seed=1)
    populate(world)
    listed = {row.name: row for row in organisation_table()}
    region, country, members = world.region, world.organisations.country, world.organisations.members
    rows, none = [], []
    for index, name in enumerate(region.country_names):
        here = np.flatnonzero(country == index)
        seats = ", ".join(f"{_seat(world, int(k), listed)} {thousands(members[k])}" for k in here)
        if len(here):
            rows.append((float(members[here].sum()), (name, str(len(here)), thousands(members[here].sum()), seats)))
        else:
            none.append(name)
    ordered = [row for _, row in sorted(rows, key=lambda row: -row[0])]
    total = ("*all*", str(len(country)), thousands(members.sum()), "")
    head = ("country", "organisations", "members", "where each is strongest, and its members")
    return table(head, [*ordered, total]) + f"\nWithout any, too few people: {', '.join(none)}.\n"


def _seat(world: World, row: int, listed: Mapping[str, StartingOrganisation]) -> str:
    """The division of an organisation's seat: its row's, or, where that has no cell, the one with most members."""
    region, mine = world.region, world.holdings.of(row)
    division = listed[world.organisation_agents[row].name].division
    if division in region.divisions:
        return division
    wanted = f"{division} → " if division else ""
    place = world.holdings.place[mine][int(np.argmax(world.holdings.members[mine]))]
    held = int(region.division[region.places[place]])
    return wanted + region.divisions[held]


def capacity() -> str:
    """How much state capacity of countries would differ had other figures been taken, at one degree."""
    region, parameters = load("americas", 1.0), RegionParameters()
    choices = {
        "police counted, weight 0.3": load("americas", 1.0, parameters=parameters._replace(presence_police_weight=0.3)),
        f"the first indicators ({WGI_BEGINS})": StateByYear(
            region, parameters._replace(presence_history=1.0), WGI_BEGINS
        ).region,
        f"cities of {thousands(LARGE_CITY)} today": _with_large_cities(region, parameters),
    }
    usual = _layers(region)
    large = np.bincount(region.country[region.land], region.population[region.land]) > LARGE_COUNTRY
    codes = np.array(region.countries)[large]
    rows = [
        (choice, layer, *_compared(codes, usual[layer][large], values[large]))
        for choice, other in choices.items()
        for layer, values in _layers(other).items()
        if not np.array_equal(usual[layer], values)
    ]
    head = ("if", "layer, by country", "rank correlation", "median change", "largest change")
    return table(head, rows)


def _layers(region: Region) -> dict[str, Values]:
    felt = country_presence(region)
    return {
        "presence": felt,
        "integrity": region.integrity,
        "presence × courts": felt * region.courts,
        "members at the start": members_by_country(region, StartParameters(smallest=0.0)),
    }


def _compared(codes: NDArray[np.str_], usual: Values, other: Values) -> tuple[str, str, str]:
    """Rank correlation over countries, median and largest change relative to the usual layer."""
    ranks = np.corrcoef(usual.argsort().argsort(), other.argsort().argsort())[0, 1]
    change = other / usual - 1.0
    most = int(np.abs(change).argmax())
    return f"{ranks:.2f}", f"{np.median(np.abs(change)):.0%}", f"{codes[most]} {change[most]:+.0%}"


def _with_large_cities(region: Region, parameters: RegionParameters) -> Region:
    """The region with presence that thins from large cities only."""
    data = mask_file()
    large = data["city_persons"] >= LARGE_CITY
    to_city, _ = nearest_km(region.lat, region.lon, data["city_lat"][large], data["city_lon"][large])
    national = governance(region.countries, parameters).presence[region.country]
    return replace(region, presence=np.where(region.land, presence(national, to_city, parameters), 0.0))


BLOCKS: Mapping[str, Callable[[], str]] = {
    "sizes": sizes,
    "shipped": shipped,
    "capacity": capacity,
    "organisations": organisations,
}


def render(text: str) -> str:
    """The page with every generated table brought up to date.

    Raises:
        KeyError: if the page has a place for a table that does not exist.
    """
    return BLOCK.sub(lambda match: f"{match[1]}{BLOCKS[match['name']]()}{match[3]}", text)


def draw_layers(path: Path) -> None:
    """All layers of the Americas, each drawn by itself and laid side by side, to be looked at."""
    region = load("americas", 1.0)
    drawn = []
    for name in LAYERS:
        canvas = FigureCanvasAgg(plot_layer(region, name))
        canvas.figure.set_dpi(DPI)
        canvas.draw()  # type: ignore[no-untyped-call]
        drawn.append(np.asarray(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]
    high, wide = (max(picture.shape[k] for picture in drawn) for k in (0, 1))
    sheet = np.full((-(-len(drawn) // ACROSS) * high, ACROSS * wide, 4), 255, dtype=np.uint8)
    for k, picture in enumerate(drawn):
        top, left = k // ACROSS * high, k % ACROSS * wide
        sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    imsave(path, sheet)


if __name__ == "__main__":
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    draw_layers(LAYERS_IMAGE)
