"""Regions by name: what exists, what is refused and how, and what every region promises."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.region import MARKETS, RegionParameters, Zone, load, names
from corredor.region.assemble import no_inflow
from corredor.region.cut import recorded_inflow

EVERY = [
    ("ring", 1.0),
    ("two-corridors", 1.0),
    ("two-corridors", 2.0),
    ("random", 1.0),
    ("americas", 2.0),
    ("mexico", 1.0),
    ("central-america", 1.0),
]


def test_regions_that_ship():
    assert names() == ("americas", "mexico", "central-america", "ring", "two-corridors", "random")


def test_a_region_is_built_once():
    assert load("ring") is load("ring", 1.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: load("america"), "no region is called 'america': there is americas, mexico"),
        (lambda: load("americas", 0.1), "'americas' does not exist at 0.1 degrees: there is 2, 1, 0.5, 0.25"),
        (lambda: load("mexico", 2.0), "'mexico' does not exist at 2 degrees: there is 1, 0.5, 0.25"),
        (lambda: load("americas", 1.0, size=5), "has no size"),
        (lambda: load("ring", size=13), "multiple of 4 cells and at least 16, not 13"),
        (lambda: load("two-corridors", size=3), "at least 7 columns, not 3"),
        (lambda: load("random", size=2), "at least 8 cells a side, not 2"),
        (lambda: load("ring", -1.0), "above 0"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(call, message):
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        call()


@pytest.mark.parametrize(("name", "resolution"), EVERY)
def test_every_region_has_places_people_coca_and_markets(name, resolution):
    region = load(name, resolution)
    assert region.n == len(region.land) == len(region.zone)
    assert np.array_equal(np.flatnonzero(region.place_of >= 0), region.places)
    assert np.array_equal(region.place_of[region.places], np.arange(region.n_places))
    assert region.land[region.places].all()
    assert (region.population[region.places] > 0).all()
    assert (region.population[~region.land] == 0).all()
    assert (region.country[region.land] >= 0).all()
    assert (region.country[~region.land] == -1).all()
    assert {s.market for s in region.sinks} == set(range(len(MARKETS)))
    assert set(np.unique(region.zone)) <= {int(z) for z in Zone}
    assert (region.terrain >= 1.0).all()
    assert len(region.integrity) == len(region.courts) == len(region.countries)
    assert len(region.division_country) == len(region.divisions) == len(region.division_names)
    divided = region.division >= 0
    assert np.array_equal(region.division_country[region.division[divided]], region.country[divided])


@pytest.mark.parametrize(("name", "resolution"), EVERY)
def test_neighbouring_places_are_mutual_and_adjacent(name, resolution):
    region = load(name, resolution)
    for place in range(0, region.n_places, 7):
        near = region.neighbours[place]
        near = near[near >= 0]
        assert len(set(near.tolist())) == len(near)
        for other in near:
            assert place in region.neighbours[other]
            a, b = region.places[place], region.places[other]
            assert max(abs(region.row[a] - region.row[b]), abs(region.column[a] - region.column[b])) == 1


def test_presence_is_weaker_in_the_two_corridors_than_where_they_lead():
    region = load("two-corridors")
    isthmus, mesa = np.isin(region.country, [2, 3, 4, 5]), region.country == 6
    assert region.presence[isthmus].mean() < 0.7 * region.presence[mesa].mean()


def test_two_corridors_are_the_same_world_at_every_resolution():
    people = [load("two-corridors", r).population.sum() for r in (1.0, 0.5)]
    assert people[0] == pytest.approx(people[1], rel=0.02)
    assert load("two-corridors", 1.0).coca_ha.sum() == pytest.approx(load("two-corridors", 0.5).coca_ha.sum())


def test_random_terrain_follows_its_seed():
    assert np.array_equal(load("random", seed=1).terrain, load("random", seed=1, size=20).terrain)
    assert not np.array_equal(load("random", seed=1).terrain, load("random", seed=2).terrain)


def test_a_region_follows_its_parameters():
    remote = load("two-corridors", parameters=RegionParameters(presence_floor=0.0))
    assert remote.presence.mean() < load("two-corridors").presence.mean()


def test_a_sub_region_keeps_its_country_whole():
    whole, mexico = load("americas", 1.0), load("mexico", 1.0)
    code = whole.countries.index("MEX")
    assert mexico.countries == ("MEX",)
    assert mexico.population.sum() == pytest.approx(whole.population[whole.country == code].sum())
    assert len(mexico.divisions) == 32
    assert mexico.border.sum() == (whole.border & (whole.country == code)).sum()


def test_central_america_sells_north_beyond_its_edge():
    region = load("central-america", 1.0)
    doors = {s.name for s in region.sinks}
    assert {"us_land_border", "us_gulf_atlantic", "us_pacific", "europe"} <= doors
    border = region.n + [s.name for s in region.sinks].index("us_land_border")
    legs = region.arcs.length_km[region.arcs.head == border]
    assert 2000 < legs.min() < legs.max() < 9000


def test_without_a_recording_nothing_enters(monkeypatch):
    region = load("central-america", 1.0)
    monkeypatch.setattr("corredor.region.cut.exists", lambda table: False)
    assert len(recorded_inflow(region).cell) == len(no_inflow().cell) == 0


def test_recorded_inflow_enters_at_the_nearest_cell(monkeypatch):
    region = load("central-america", 1.0)
    rows = ({"lat": "8.6", "lon": "-77.6", "market": "usa", "kg_month": "1200"},)
    monkeypatch.setattr("corredor.region.cut.exists", lambda table: True)
    monkeypatch.setattr("corredor.region.cut.read_table", lambda table: rows)
    inflow = recorded_inflow(region)
    assert inflow.kg_month.tolist() == [1200.0]
    assert inflow.market.tolist() == [0]
    assert abs(region.lat[inflow.cell[0]] - 8.6) <= 1.0
