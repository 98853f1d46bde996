"""The real region: who lives where, what grows where, and what a coarse grid leaves out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files

import numpy as np
import pytest

from corredor.region import RegionParameters, Zone, load
from corredor.region.americas import FULL_DIVISIONS, RESOLUTIONS
from corredor.region.governance import felt, governance
from corredor.region.population import national_totals
from corredor.region.sphere import great_circle_km
from corredor.region.tables import read_table

AT_ONE_DEGREE = load("americas", 1.0)
COLOMBIAN_DEPARTMENTS, PERUVIAN_REGIONS = 33, 26


def cell_at(region, lat, lon, land=True):
    cells = np.flatnonzero(region.land == land)
    return cells[great_circle_km(region.lat[cells], region.lon[cells], lat, lon).argmin()]


def country_of(region, lat, lon):
    return region.countries[region.country[cell_at(region, lat, lon)]]


@pytest.mark.parametrize("resolution", [2.0, 1.0, 0.5])
def test_national_populations_are_those_of_the_base_year(resolution):
    region = load("americas", resolution)
    totals = national_totals(0.25027339)
    for k, code in enumerate(region.countries):
        assert region.population[region.country == k].sum() == pytest.approx(totals[code], rel=1e-6)


def test_mexican_states_have_the_population_of_the_base_year():
    known = {r["iso_3166_2"]: float(r["persons"]) for r in read_table("population.csv") if r["iso3"] == "MEX"}
    mexico = known.pop("")
    for k, code in enumerate(AT_ONE_DEGREE.divisions):
        if code in known:
            share = AT_ONE_DEGREE.population[AT_ONE_DEGREE.division == k].sum() / mexico
            assert share == pytest.approx(known[code] / sum(known.values()), rel=1e-6)


def test_every_country_of_the_table_has_a_cell_at_one_degree():
    listed = {r["iso3"] for r in read_table("population.csv")}
    assert set(AT_ONE_DEGREE.countries) == listed
    assert {"GUF", "BRB", "MSR", "LCA"} <= listed


def test_every_division_of_the_six_large_countries_has_a_cell_at_one_degree_but_one():
    held = Counter(code[:2] for code in AT_ONE_DEGREE.divisions)
    assert held["MX"] == 32
    assert held["BR"] == 27
    assert held["BO"] == 9
    assert held["CO"] == COLOMBIAN_DEPARTMENTS
    assert held["PE"] == PERUVIAN_REGIONS
    assert held["EC"] == 23
    assert "EC-B" not in AT_ONE_DEGREE.divisions
    assert any("EC-B" in caveat for caveat in AT_ONE_DEGREE.caveats)


@pytest.mark.parametrize("resolution", [0.5, 0.25])
def test_no_division_of_the_six_large_countries_is_lost_on_finer_grids(resolution):
    region = load("americas", resolution)
    held = Counter(region.countries[k] for k in region.division_country)
    assert [held[c] for c in FULL_DIVISIONS] == [32, 33, 24, 27, 26, 9]


def test_exceptions_at_two_degrees_are_named_in_the_caveats():
    region = load("americas", 2.0)
    said = " ".join(region.caveats)
    assert set(AT_ONE_DEGREE.countries) - set(region.countries) == {"ATG", "DMA", "GRD", "MSR", "VCT"}
    assert all(code in said for code in ("ATG", "DMA", "GRD", "MSR", "VCT", "CO-DC", "MX-CMX"))


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_well_known_places_are_in_their_countries(resolution):
    region = load("americas", resolution)
    places = {
        (4.6, -74.1): "COL",
        (-12.0, -76.9): "PER",
        (19.4, -99.1): "MEX",
        (-15.8, -47.9): "BRA",
        (22.3, -79.5): "CUB",
    }
    assert {at: country_of(region, *at) for at in places} == places


def test_bogota_and_mexico_city_are_divisions_of_their_own():
    assert AT_ONE_DEGREE.divisions[AT_ONE_DEGREE.division[cell_at(AT_ONE_DEGREE, 4.6, -74.1)]] == "CO-DC"
    assert "MX-CMX" in AT_ONE_DEGREE.divisions
    assert "MX-DIF" not in AT_ONE_DEGREE.divisions


def test_coca_hectares_are_those_of_1990_and_grow_only_in_three_countries():
    region = AT_ONE_DEGREE
    grown = {c: region.coca_ha[region.country == k].sum() for k, c in enumerate(region.countries)}
    assert {c: round(ha) for c, ha in grown.items() if ha > 0} == {"BOL": 50300, "COL": 40100, "PER": 121300}


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_suitability_covers_all_coca_and_is_a_share(resolution):
    region = load("americas", resolution)
    assert region.coca_suitability.min() >= 0.0
    assert region.coca_suitability.max() <= 1.0
    assert not region.coca_suitability[~region.land].any()
    uncovered = region.coca_ha[region.coca_suitability == 0.0].sum()
    assert uncovered < 0.06 * region.coca_ha.sum()


def test_state_presence_is_built_from_capacity_alone():
    header = next(
        csv.reader(
            line
            for line in files("corredor.region")
            .joinpath("data/governance.csv")
            .read_text(encoding="utf-8")
            .splitlines()
            if not line.startswith("#")
        )
    )
    figures = ["police_per_100k", "police_year", "indicator_years", "government_effectiveness", "control_of_corruption"]
    assert header == ["iso3", *figures]


def test_every_figure_of_capacity_states_its_year_and_none_is_later_than_the_table_says():
    text = files("corredor.region").joinpath("data/governance.csv").read_text(encoding="utf-8")
    police, indicators = map(int, re.search(r"# Latest year: police (\d{4}), indicators (\d{4})\.", text).groups())
    latest = {"police": 0, "indicators": 0}
    for row in read_table("governance.csv"):
        assert bool(row["police_per_100k"]) == bool(row["police_year"]), row["iso3"]
        assert re.fullmatch(r"\d{4}(-\d{4})?", row["indicator_years"]), row["iso3"]
        latest["police"] = max(latest["police"], int(row["police_year"] or 0))
        latest["indicators"] = max(latest["indicators"], int(row["indicator_years"][-4:]))
    assert latest == {"police": police, "indicators": indicators}


def test_indicators_are_means_over_the_years_that_their_row_states():
    series = {(row["iso3"], row["series"]): row for row in read_table("governance_by_year.csv")}
    for row in read_table("governance.csv"):
        first, last = (int(row["indicator_years"][k]) for k in (slice(4), slice(-4, None)))
        for name in ("government_effectiveness", "control_of_corruption"):
            by_year = series[row["iso3"], name]
            known = [float(by_year[str(y)]) for y in range(first, last + 1) if by_year.get(str(y))]
            assert float(row[name]) == pytest.approx(np.mean(known), abs=1.1e-3), row["iso3"]


def test_presence_thins_with_distance_and_stays_a_share():
    region = AT_ONE_DEGREE
    bogota, vaupes = cell_at(region, 4.6, -74.1), cell_at(region, 0.5, -70.5)
    assert region.presence[bogota] > 2 * region.presence[vaupes]
    assert region.presence.min() >= 0.0
    assert region.presence.max() <= 1.0


def test_a_large_cell_sees_as_much_of_the_state_as_its_people_do():
    """Three million beside a city and one in the hills; nobody is counted in the second cell, which keeps its own."""
    seen = felt(np.array([0.5, 0.1]), np.array([3e6, 1e6]), np.array([0, 0]), np.array([0.2, 0.3]))
    assert seen.tolist() == pytest.approx([(3 * 0.5 + 1 * 0.1) / 4, 0.3])


@pytest.mark.parametrize(("finer", "within"), [(1.0, 0.01), (0.5, 0.01)])
def test_people_see_as_much_of_their_state_on_every_grid(finer: float, within: float):
    """Places of people differ a little between grids, and with them the mean; from centres Peru had a fifth less."""
    at_two, at_finer = load("americas", 2.0), load("americas", finer)
    for code in ("MEX", "SLV", "CRI", "VEN", "COL", "PER", "BOL", "BRA", "ARG", "USA"):
        coarse, fine = (
            np.average(region.presence[at_home], weights=region.population[at_home])
            for region in (at_two, at_finer)
            for at_home in [region.country == region.countries.index(code)]
        )
        assert coarse == pytest.approx(fine, rel=within), code


def test_nobody_at_sea_sees_a_state():
    at_two = load("americas", 2.0)
    assert not at_two.presence[~at_two.land].any()
    assert at_two.presence[at_two.land].min() > 0.0
    assert at_two.presence.max() <= 1.0


def test_honest_states_are_read_as_honest():
    ruled = governance(("CHL", "HTI", "COL"), RegionParameters())
    assert ruled.integrity[0] > ruled.integrity[2] > ruled.integrity[1]
    assert ruled.courts[0] > ruled.courts[2] > ruled.courts[1]


def test_each_country_has_its_capital_once():
    seats = Counter(AT_ONE_DEGREE.country[AT_ONE_DEGREE.capital].tolist())
    assert set(seats.values()) == {1}
    assert len(seats) == len(AT_ONE_DEGREE.countries) - 1  # the one of the United States is outside the window


def test_darien_is_the_hardest_road():
    region = AT_ONE_DEGREE
    at = int(region.terrain.argmax())
    assert great_circle_km(region.lat[at], region.lon[at], 7.9, -77.5) < 120


def test_zones_follow_countries_on_land_and_cover_all_cells():
    region = AT_ONE_DEGREE
    iso3 = np.where(region.land, np.array(region.countries)[region.country], "")
    assert set(region.zone[iso3 == "HND"]) == {Zone.CENTRAL_AMERICA}
    assert set(region.zone[iso3 == "JAM"]) == {Zone.CARIBBEAN}
    assert set(region.zone[iso3 == "MEX"]) == {Zone.MEXICO, Zone.US_BORDER}
    assert set(np.unique(region.zone)) == {int(z) for z in Zone}


def test_retail_markets_are_as_large_at_every_resolution():
    served = [{s.name: s.population for s in load("americas", r).sinks} for r in (2.0, 1.0, 0.5)]
    assert served[0] == served[1] == served[2]
    assert served[0]["retail:BRA:São Paulo"] > 10e6


def test_arrays_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        AT_ONE_DEGREE.population[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        AT_ONE_DEGREE.arcs.length_km[0] = 1.0


def test_the_shipped_data_is_small():
    data = files("corredor.region").joinpath("data")
    assert sum(len(f.read_bytes()) for f in data.iterdir() if f.is_file()) < 600_000
