import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from corredor.runs.blocks import Blocks
from corredor.runs.columns import KINDS, TABLES, schema


def test_every_killing_is_in_the_national_table_once(recorded):
    _, tables, kept, _ = recorded
    national = tables["national"]
    by_kind = national.groupby("kind")["homicides"].sum()
    for k, kind in enumerate(KINDS[1:]):
        assert by_kind[kind] == sum(killings[k].sum() for killings, _, _ in kept)
    assert by_kind["all"] == by_kind.drop("all").sum()


def test_divisions_add_up_to_their_countries(recorded):
    model, tables, _, _ = recorded
    region = model.region
    assert (region.division[region.places] >= 0).all()
    country = {code: region.countries[c] for code, c in zip(region.divisions, region.division_country, strict=True)}
    divisions = tables["divisions"].assign(iso3=tables["divisions"]["iso_3166_2"].map(country))
    columns = ["homicides", "homicides_reported", "population", "extortion", "members", "coca_ha", "kg_produced"]
    added = divisions.groupby(["month", "iso3", "kind"])[columns].sum()
    national = tables["national"].set_index(["month", "iso3", "kind"])[columns].fillna(0.0).sort_index()
    pd.testing.assert_frame_equal(added.sort_index(), national)


def test_what_has_no_kind_is_told_once(recorded):
    _, tables, _, _ = recorded
    national = tables["national"]
    assert national.loc[national["kind"] == "all", "members"].notna().all()
    assert national.loc[national["kind"] != "all", "members"].isna().all()
    assert national["population"].notna().all()


def test_months_are_the_calendars(recorded):
    _, tables, _, _ = recorded
    months = tables["region"]["month"]
    assert months.iloc[0] == pd.Timestamp("1995-11-01")
    assert months.iloc[-1] == pd.Timestamp("1997-01-01")
    assert len(months) == 15


def test_price_at_the_farm_gate_is_null_where_no_coca_grows(recorded):
    _, tables, _, _ = recorded
    rows = tables["national"][tables["national"]["kind"] == "all"]
    assert rows.loc[rows["coca_ha"] == 0, "farm_gate_usd_kg"].isna().all()
    assert np.allclose(rows.loc[rows["coca_ha"] > 0, "farm_gate_usd_kg"], 800.0)


def test_an_organisation_has_a_row_for_every_month_it_lives_and_one_for_its_end(recorded):
    _, tables, _, _ = recorded
    organisations = tables["organisations"]
    assert organisations["organisation"].value_counts().to_dict() == {0: 15, 1: 6, 2: 12}
    gone = organisations[organisations["organisation"] == 1]
    assert gone["alive"].tolist() == [True] * 5 + [False]
    child = organisations[organisations["organisation"] == 2].iloc[0]
    assert (child["name"], child["parent"], child["iso3"]) == ("The Ferrymen of the North", 0, "XAA")
    assert set(child["income_by_activity"]) >= {"trafficking", "extortion"}


def test_events_lead_back_to_their_cause(recorded):
    model, tables, _, _ = recorded
    events = tables["events"].set_index("id")
    split = events[events["kind"] == "split"].iloc[0]
    assert events.loc[split["cause"], "kind"] == "leader_removed"
    assert events.loc[split["cause"], "iso3"] == model.region.countries[model.region.country[model.region.places[0]]]
    assert pd.isna(split["iso3"])


def test_the_year_on_the_grid_is_the_mean_of_its_months(recorded):
    model, tables, kept, _ = recorded
    cells = tables["cells"]
    assert sorted(cells["year"].unique()) == [1995, 1996, 1997]
    expected = np.mean([flow.sum(axis=0) for _, flow, _ in kept[2:14]], axis=0)
    in_1996 = cells[cells["year"] == 1996].set_index("cell")
    assert np.allclose(in_1996["flow_kg"], expected[in_1996.index])
    assert in_1996["homicides"].sum() == sum(killings.sum() for killings, _, _ in kept[2:14])
    assert in_1996.loc[model.region.places[0], "holder"] == 0
    assert cells["kg_seized"].sum() == pytest.approx(sum(seized.sum() for _, _, seized in kept))


def test_monthly_fields_are_those_of_the_month(recorded):
    _, _, kept, recorder = recorded
    assert np.allclose(recorder.grid.values[0, 6], kept[6][1].sum(axis=0))


def test_every_column_says_its_unit_and_meaning():
    for name, columns in TABLES.items():
        for column, field in zip(columns, schema(name), strict=True):
            assert field.metadata[b"unit"]
            assert field.metadata[b"meaning"].decode() == column.meaning
    assert pa.types.is_int32(schema("national").field("replicate").type)


def test_flow_through_one_block_has_a_spread_of_one_block():
    lat, lon = np.array([0.25, 0.75, 1.25]), np.array([10.5, 10.5, 10.5])
    blocks = Blocks(lat, lon, 0.5)
    assert blocks.spread(np.array([5.0, 3.0, 0.0])) == pytest.approx(1.0)
    assert blocks.spread(np.array([4.0, 4.0, 8.0])) == pytest.approx(2.0)
    assert blocks.spread(np.zeros(3)) == 0.0
    assert blocks.active(np.array([0.6, 0.6, 1.0])) == 1.0


def test_spread_means_the_same_at_every_resolution():
    fine = np.arange(8) * 0.25 + 0.125
    flow = np.ones(8)
    assert Blocks(fine, np.full(8, 0.5), 0.25).spread(flow) == pytest.approx(2.0)
    assert Blocks(np.array([1.0]), np.array([1.0]), 2.0).spread(np.ones(1)) == pytest.approx(4.0)
