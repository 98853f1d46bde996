"""Month 0: who is there, where, and how many."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.agency import AgencyKind
from corredor.agents.start import country_presence, members_by_country, populate
from corredor.agents.starting_organisations import country_table, organisation_table, starting_organisations
from corredor.agents.world import World
from corredor.core.parameters import UNMEASURED, Parameters
from corredor.core.streams import Streams
from corredor.region import load


def populated(name: str = "two-corridors", resolution: float = 2.0, seed: int = 1) -> World:
    world = World(load(name, resolution), seed=seed)
    populate(world)
    return world


@pytest.fixture(scope="module")
def americas() -> World:
    return populated("americas")


def test_members_by_country_add_up_to_those_of_the_organisations(americas: World) -> None:
    wanted = members_by_country(americas.region, americas.parameters.start)
    assert americas.organisations.members.sum() == pytest.approx(wanted.sum())
    country = americas.place_country()[americas.holdings.place]
    assert np.bincount(country, americas.holdings.members, len(wanted)) == pytest.approx(wanted)


def test_mexico_starts_between_what_growth_and_what_population_carry_back_from_2012() -> None:
    region = load("americas", 1.0)
    members = members_by_country(region, Parameters().start)[region.countries.index("MEX")]
    back_by_growth = 115e3 * (115.0 / 173.8) ** (22 / 10)
    back_by_population = 115e3 * 82.8 / 117.3
    assert back_by_growth < members < back_by_population


def test_members_per_head_are_fewer_where_the_state_is(americas: World) -> None:
    region = americas.region
    people = np.bincount(americas.place_country(), americas.communities.population, len(region.countries))
    institutions = country_presence(region) * region.courts
    large = people > 1e6
    rate = members_by_country(region, americas.parameters.start)[large] / people[large]
    order = np.argsort(institutions[large])
    assert (np.diff(rate[order]) <= 0.0).all()


def test_shares_of_a_country_add_up_to_one() -> None:
    table = organisation_table()
    for country in {row.country for row in table}:
        assert sum(row.share for row in table if row.country == country) == pytest.approx(1.0), country


def test_names_are_unique_and_every_row_has_a_source_and_a_caveat() -> None:
    table = organisation_table()
    assert len({row.name for row in table}) == len(table)
    assert all(row.source and row.caveat for row in table)


def test_every_source_of_a_row_is_a_work_or_says_that_nobody_counted() -> None:
    works = (Path(__file__).parents[2] / "docs" / "references.md").read_text(encoding="utf-8").splitlines()

    def cited(part: str) -> bool:
        name, year = re.split(r"[ ,]", part)[0], re.search(r"\d{4}", part)
        return any(work.startswith(f"- {name}") and (year is None or year[0] in work) for work in works)

    for row in organisation_table():
        assert row.source == UNMEASURED or all(map(cited, row.source.split("; "))), row.name


def test_every_country_of_the_region_has_its_rows_at_every_resolution() -> None:
    for resolution in (2.0, 1.0):
        region = load("americas", resolution)
        rows = starting_organisations(region, Streams(1))
        assert {row.country for row in rows} == set(region.countries)
        assert set(rows) <= set(organisation_table())


def test_mexico_has_two_to_five_organisations_that_can_export() -> None:
    exporters = [r for r in organisation_table() if r.country == "MEX" and r.transnational >= 0.5]
    assert 2 <= len(exporters) <= 5


def test_colombia_has_two_dominant_exporters() -> None:
    colombian = sorted((r for r in organisation_table() if r.country == "COL"), key=lambda r: -r.share)
    assert [r.transnational for r in colombian[:2]] == [1.0, 1.0]
    assert sum(r.share for r in colombian[:2]) > 0.5


def test_local_gangs_of_the_united_states_cannot_export() -> None:
    assert {row.transnational for row in organisation_table() if row.country == "USA"} == {0.0}


def test_every_country_with_enough_people_has_an_organisation(americas: World) -> None:
    members = members_by_country(americas.region, americas.parameters.start)
    present = np.bincount(americas.organisations.country, minlength=len(members)) > 0
    assert (present == (members > 0)).all()


def test_organisations_are_strongest_near_their_division(americas: World) -> None:
    region = americas.region
    world = americas
    row = next(a.row for a in world.organisation_agents if a.name == "Mezquite")
    rows = world.holdings.of(row)
    division = region.division[region.places[world.holdings.place[rows]]]
    densest = division[np.argmax(world.holdings.members[rows])]
    latitude = region.lat[region.places[world.holdings.place[rows]]]
    assert region.divisions[densest].startswith("MX-")
    assert np.average(latitude, weights=world.holdings.members[rows]) > 22.0


def test_nobody_controls_more_than_all_of_a_place(americas: World) -> None:
    control = americas.holdings.by_place(americas.holdings.control)
    assert control.max() <= 1.0
    assert control.min() >= 0.0


def test_plazas_are_numbered_without_gaps(americas: World) -> None:
    for agent in americas.organisation_agents:
        plazas = americas.holdings.plaza[americas.holdings.of(agent.row)]
        assert set(plazas) == set(range(agent.lieutenants)), agent.name


def test_every_country_has_every_agency_and_there_is_one_international(americas: World) -> None:
    kinds = americas.agencies.kind
    assert (kinds == AgencyKind.INTERNATIONAL).sum() == 1
    for kind in AgencyKind:
        if kind is not AgencyKind.INTERNATIONAL:
            assert (kinds == kind).sum() == len(americas.region.countries)
    for column in ("strength", "integrity", "capture"):
        values = americas.agencies.array(column)
        assert ((values >= 0.0) & (values <= 1.0)).all()


def test_communities_start_from_capacity_alone(americas: World) -> None:
    table, region = americas.communities, americas.region
    assert len(americas.community_agents) == region.n_places
    assert table.presence == pytest.approx(region.presence[region.places])
    courts = region.courts[americas.place_country()]
    assert np.corrcoef(table.exclusion, table.presence + courts)[0, 1] == pytest.approx(-1.0)
    assert (table.young_at_risk < table.population).all()


def test_prisons_hold_what_is_on_record(americas: World) -> None:
    index = americas.region.countries.index("COL")
    people = americas.communities.population[americas.place_country() == index].sum()
    assert americas.justice.prisoners[index] == pytest.approx(92e-5 * people)
    assert (americas.justice.members_in_prison <= americas.justice.prisoners).all()


def test_the_book_of_people_opens_with_those_who_are_there(americas: World) -> None:
    held = americas.holdings.members.sum() + americas.justice.members_in_prison.sum()
    assert americas.ledger.people.imbalance(float(held)) == pytest.approx(0.0)


def test_the_table_is_the_same_for_every_seed_and_the_generic_set_is_not() -> None:
    real, synthetic = load("americas", 2.0), load("two-corridors", 2.0)
    one, two = Streams(1), Streams(2)
    assert starting_organisations(real, one) == starting_organisations(real, two)
    assert starting_organisations(synthetic, one) == starting_organisations(synthetic, Streams(1))
    assert starting_organisations(synthetic, one) != starting_organisations(synthetic, two)


def test_a_finer_grid_has_the_same_members_of_the_same_organisations() -> None:
    coarse, fine = populated(resolution=2.0), populated(resolution=1.0)
    assert [a.name for a in coarse.organisation_agents] == [a.name for a in fine.organisation_agents]
    assert fine.organisations.members.sum() == pytest.approx(coarse.organisations.members.sum(), rel=0.1)


def test_every_country_of_the_table_has_people_and_a_growth() -> None:
    for code, known in country_table().items():
        assert known.population > 0, code
        assert -0.05 < known.growth_per_year < 0.05, code
