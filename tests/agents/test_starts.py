"""Starts that are kept: taken up, they are what was reckoned, to the bit; and by nobody whose start is another."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

import corredor
from corredor.agents import starts as module
from corredor.agents.starts import Starts, kept_starts
from corredor.model import TraffickingModel

SHORT = {"duration": "4 years", "markets.spin_up": "12 months", "markets.settling": "6 months"}
TABLES = ("national", "organisations", "events", "region", "corridors")


def scenario(name: str = "two_corridors_control", **values: object) -> corredor.Scenario:
    return corredor.load(name, {**SHORT, **values})


def told(run: corredor.Run) -> list[pd.DataFrame]:
    return [getattr(run, table) for table in TABLES]


@pytest.fixture
def starts(tmp_path) -> Starts:
    return Starts(tmp_path)


def files(starts: Starts) -> list[str]:
    return sorted(path.name for path in starts.folder.iterdir())


@pytest.mark.parametrize("name", ["two_corridors_control", "two_corridors"])
def test_a_run_from_a_kept_start_is_the_same_run_to_the_bit(name, starts):
    alone = corredor.run(scenario(name), replicates=2, workers=1, quiet=True)
    keeping = corredor.run(scenario(), replicates=2, workers=1, quiet=True, starts=starts)
    assert len(files(starts)) == 2
    taking = corredor.run(scenario(name), replicates=2, workers=1, quiet=True, starts=starts)
    assert len(files(starts)) == 2, "a scenario and its control have their starts in common"
    for ours, theirs in zip(told(alone), told(taking), strict=True):
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)
    assert len(keeping.replicates) == 2


def test_on_the_real_region_with_states_that_change_by_year_too(starts):
    years = {"region.resolution": "2 deg", "duration": "2 years", "region.presence_history": "1", "start": "1996-01"}
    a, b, c = (
        TraffickingModel(scenario("baseline", **years), starts=given, audit=True) for given in (None, starts, starts)
    )
    assert len(files(starts)) == 1
    for world in (a, b, c):
        world.run()
    for world in (b, c):
        assert np.array_equal(world.traffic.arc_kg, a.traffic.arc_kg)
        assert np.array_equal(world.hostility, a.hostility)
        assert np.array_equal(world.region.presence, a.region.presence)


def test_nothing_of_a_start_is_shared_with_whoever_else_takes_it_up(starts):
    TraffickingModel(scenario(), starts=starts)
    one, other = (TraffickingModel(scenario(), starts=starts) for _ in range(2))
    one.run()
    assert other.month == 0
    assert one.region is other.region
    fresh = TraffickingModel(scenario())
    assert np.array_equal(other.organisations.cash_usd, fresh.organisations.cash_usd)


def test_views_stay_views_of_what_they_were_views_of(starts):
    first = TraffickingModel(scenario(), starts=starts)
    taken = TraffickingModel(scenario(), starts=starts)
    for world in (first, taken):
        table = world.organisations
        assert np.shares_memory(table.cash_usd, table.array("cash_usd"))
        assert all(process.world is world for process in world.processes)
        assert all(agent.model is world and agent.table is table for agent in world.organisation_agents)
        world.hostility[:] = 0.25
        assert (world._hostility[: table.n, : table.n] == 0.25).all()


def test_agents_that_come_later_have_numbers_of_their_own(starts):
    TraffickingModel(scenario(), starts=starts)
    taken, fresh = TraffickingModel(scenario(), starts=starts), TraffickingModel(scenario())
    for world in (taken, fresh):
        world.add_organisation("Another", country=0)
        numbers = [agent.unique_id for agent in world.agents]
        assert len(numbers) == len({*numbers})
    assert taken.organisation_agents[-1].unique_id == fresh.organisation_agents[-1].unique_id


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 7},
        {"start": "1991-01"},
        {"routes.sensitivity": 1.1},
        {"mechanisms": {"routes.learning": False}},
        {"region.resolution": "2.5 deg"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_a_start_follows_from_tells_starts_apart(other, starts):
    TraffickingModel(scenario(), starts=starts)
    TraffickingModel(scenario(**other), starts=starts)
    assert len(files(starts)) == 2


def test_another_replicate_has_another_start_and_ones_own_classes_have_none(starts):
    class Gang(corredor.Organisation):
        """One's own."""

    TraffickingModel(scenario(), starts=starts)
    TraffickingModel(scenario(), starts=starts, replicate=1)
    model = TraffickingModel(scenario(), starts=starts, replicate=2, organisation_type=Gang)
    assert type(model.organisation_agents[0]) is Gang
    assert len(files(starts)) == 2


def test_where_there_is_no_room_a_start_is_not_kept_and_the_run_goes_on(starts, monkeypatch):
    monkeypatch.setattr(module, "ROOM_BYTES", 1000)
    model = TraffickingModel(scenario(), starts=starts)
    model.step()
    assert not files(starts)
    gone = Starts(starts.folder / "gone")
    TraffickingModel(scenario(), starts=gone).step()


def test_starts_go_with_their_block_and_can_be_sent():
    with kept_starts() as starts:
        TraffickingModel(scenario(), starts=starts)
        assert len(files(pickle.loads(pickle.dumps(starts)))) == 1
        starts.clear()
        assert not files(starts)
    assert not starts.folder.exists()


def test_a_comparison_takes_the_start_of_the_base_for_the_other(monkeypatch):
    reckoned = []
    real = TraffickingModel._reckon
    monkeypatch.setattr(TraffickingModel, "_reckon", lambda self, *how: (reckoned.append(1), real(self, *how))[1])
    corredor.compare("two_corridors", replicates=2, set={"duration": "4 years"}, workers=1, quiet=True)
    assert len(reckoned) == 2
