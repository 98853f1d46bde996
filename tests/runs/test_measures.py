import math

import numpy as np
import pandas as pd
import pytest

from corredor.region import load
from corredor.runs import measures


def corridors(**kg):
    return pd.DataFrame(
        [{"replicate": 0, "month": m, "market": "usa", "corridor": c, "kg": v} for m in (1, 2) for c, v in kg.items()]
    )


def test_a_corridors_share_is_of_all_that_is_bound_for_the_market():
    region = pd.DataFrame({"replicate": [0, 0], "kg_sent_usa": [50.0, 150.0]})
    share = measures.corridor_share(corridors(caribbean=30.0, pacific=60.0), region, "usa")
    assert share.loc[0, "caribbean"] == pytest.approx(0.3)
    assert share.loc[0].sum() == pytest.approx(0.9)


def test_displaced_share_is_what_appears_elsewhere_of_what_left():
    control, treated = (
        corridors(caribbean=100.0, pacific=50.0, air=10.0),
        corridors(caribbean=60.0, pacific=78.0, air=10.0),
    )
    share = measures.displaced_share(treated, control, "usa", ["caribbean"], ["pacific", "air"])
    assert share.loc[0] == pytest.approx(0.7)
    nothing_left = measures.displaced_share(control, control, "usa", ["caribbean"], ["pacific"])
    assert math.isnan(nothing_left.loc[0])


def areas():
    rows = []
    for month in (1, 2, 3):
        for iso3, people, killed in (("XAA", 1e6, 20.0), ("XBA", 3e6, 10.0)):
            for kind, share in (("all", 1.0), ("turf", 0.4)):
                row = {"replicate": 0, "month": month, "iso3": iso3, "kind": kind, "population": people}
                row |= {"homicides": killed * share, "homicides_reported": killed * share / 2}
                rows.append(row | {"trust": 0.2 if iso3 == "XAA" else 0.6, "prisoners": people / 500})
    return pd.DataFrame(rows)


def test_homicide_rates_are_per_hundred_thousand_and_year():
    by_country = measures.homicide_rates(areas(), by=("iso3",))
    assert by_country.loc[(0, "XAA"), "all"] == pytest.approx(20 * 12 / 1e6 * 1e5)
    assert by_country.loc[(0, "XBA"), "turf"] == pytest.approx(4 * 12 / 3e6 * 1e5)
    assert measures.homicide_rates(areas()).loc[0, "all"] == pytest.approx(30 * 12 / 4e6 * 1e5)
    assert measures.homicide_rates(areas(), reported=True).loc[0, "all"] == pytest.approx(15 * 12 / 4e6 * 1e5)


def test_means_are_over_people():
    everyone = areas().query("kind == 'all'")
    assert measures.weighted_mean(everyone, "trust").loc[0] == pytest.approx(0.5)
    assert measures.incarceration(everyone).loc[0] == pytest.approx(200.0)


def test_strategic_cells_are_the_busiest_and_ports_and_borders_on_a_path():
    region = load("two-corridors", 2.0)
    flow = np.zeros(region.n)
    flow[:20] = np.arange(1.0, 21.0)
    cells = pd.DataFrame({"cell": np.arange(region.n), "flow_kg": flow})
    strategic = measures.strategic_cells(cells, region)
    assert strategic[[18, 19]].all()
    assert not strategic[20:].any()
    assert (strategic[:18] == (region.port | region.border)[:18]).all()


def test_a_corridor_loses_no_share_of_crossings_by_what_is_seized_in_front_of_its_lines() -> None:
    before, after = corridors(caribbean=60.0, pacific=20.0), corridors(caribbean=30.0, pacific=10.0)
    found = [measures.share_of_crossings(each, "usa", ("caribbean", "pacific", "air")) for each in (before, after)]
    assert found[0].loc[0].tolist() == pytest.approx([0.75, 0.25, 0.0])
    assert found[1].loc[0].tolist() == pytest.approx([0.75, 0.25, 0.0])


def test_nothing_has_a_share_where_nothing_crosses() -> None:
    none = measures.share_of_crossings(corridors(caribbean=0.0, pacific=0.0), "usa", ("caribbean", "pacific"))
    assert none.isna().all().all()
