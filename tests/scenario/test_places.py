"""Places mean the cells that a reader of the scenario would point at."""

import numpy as np
import pytest

from corredor.region import load as load_region
from corredor.region.region import CORRIDORS, Zone
from corredor.scenario.places import Place
from corredor.scenario.resolving import PlaceError, country_index, resolve_place
from corredor.scenario.roles import ROLES, roles


@pytest.fixture(scope="module")
def americas():
    return load_region("americas", 2.0)


def cells(region, **place):
    return resolve_place(region, Place(**place))


def test_everywhere_is_every_cell(americas):
    assert resolve_place(americas, None).all()


@pytest.mark.parametrize("name", ["MEX", "mex", "Mexico", "México", "mexico"])
def test_a_country_is_found_by_code_or_name(americas, name):
    assert americas.countries[country_index(americas, name)] == "MEX"


def test_a_country_is_its_land(americas):
    mexico = cells(americas, country="MEX")
    assert mexico.any()
    assert americas.land[mexico].all()
    assert americas.lat[mexico].min() > 13


def test_a_division_lies_in_its_country(americas):
    code = next(code for code in americas.divisions if code.startswith("BR-"))
    inside = cells(americas, division=code)
    assert inside.any()
    assert not (inside & ~cells(americas, country="BRA")).any()


def test_a_box_holds_the_centres_inside_it(americas):
    box = cells(americas, cells=[-80, 10, -70, 20])
    assert (
        box.sum() == ((americas.lon >= -80) & (americas.lon <= -70) & (americas.lat >= 10) & (americas.lat <= 20)).sum()
    )


def test_keys_of_one_place_intersect_and_a_list_unites(americas):
    mexico, border = cells(americas, country="MEX"), cells(americas, border=True)
    assert (cells(americas, country="MEX", border=True) == (mexico & border)).all()
    union = resolve_place(americas, [Place(country="MEX"), Place(border=True)])
    assert (union == (mexico | border)).all()


def test_ports_and_border_are_the_cells_marked_so(americas):
    assert (cells(americas, ports="on") == americas.port).all()
    assert (cells(americas, border="off") == ~americas.border).all()


def test_the_roles_cover_source_transit_and_consumer_countries(americas):
    masks = {role: cells(americas, role=role) for role in ("source", "transit", "consumer")}
    assert masks["source"][cells(americas, country="COL")].all()
    assert masks["transit"][cells(americas, country="HND")].all()
    assert masks["consumer"][cells(americas, country="ARG")].all()
    assert sum(mask.astype(int) for mask in masks.values()).max() == 1
    assert set(roles().values()) == set(ROLES)


def test_the_caribbean_is_its_patrol_zone(americas):
    assert (cells(americas, corridor="caribbean") == (americas.zone == Zone.CARIBBEAN)).all()


def test_corridors_on_the_ground_do_not_overlap(americas):
    ground = [name for name in CORRIDORS if name != "air"]
    count = sum(cells(americas, corridor=name).astype(int) for name in ground)
    assert count.max() == 1
    west, east = cells(americas, corridor="pacific"), cells(americas, corridor="western_caribbean")
    north = (americas.lat > 14) & (americas.lat < 20)
    assert americas.lon[west & north].max() < americas.lon[east & north].min()


def test_the_air_is_where_flights_begin_and_end(americas):
    assert 0 < cells(americas, corridor="air").sum() < americas.n / 4


@pytest.mark.parametrize(
    ("place", "key", "message"),
    [
        ({"country": "Mexcio"}, "country", "did you mean 'Mexico'"),
        ({"country": "ESP"}, "country", "'americas' has no country 'ESP'"),
        ({"division": "MX-XXX"}, "division", "'americas' has no division"),
        ({"cells": [100, 0, 110, 10]}, "cells", "no cell of 'americas'"),
    ],
)
def test_a_place_that_is_not_there_is_refused(americas, place, key, message):
    with pytest.raises(PlaceError, match=message) as caught:
        cells(americas, **place)
    assert caught.value.key == key


def test_two_corridors_have_one_corridor_on_each_side():
    region = load_region("two-corridors", 1.0)
    west, east = cells(region, corridor="central_america"), cells(region, corridor="caribbean")
    assert region.lon[west].max() < region.lon[east].min()
    assert np.isclose(region.lat[west].mean(), region.lat[east].mean(), atol=1.0)
