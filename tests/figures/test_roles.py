"""Homicide by the role of countries in the trade."""

from __future__ import annotations

import pandas as pd
import pytest

from corredor.figures.homicide_by_role import has_roles, rates_by_role, role_groups
from corredor.runs.window import Window

KILLED = {"BOL": (2, 1), "COL": (30, 20), "MEX": (10, 6), "HND": (2, 2), "BRA": (9, 0), "USA": (4, 0)}
"""In one month: homicides, and how many of them by organisations."""
PEOPLE = {"BOL": 1e6, "COL": 4e6, "MEX": 8e6, "HND": 1e6, "BRA": 15e6, "USA": 25e6}


@pytest.fixture(scope="module")
def traded(made_up):
    rows = [
        {
            "replicate": 0,
            "month": pd.Timestamp("1990-01-01"),
            "iso3": code,
            "kind": kind,
            "homicides": killed,
            "population": PEOPLE[code],
        }
        for code, (all_, organised) in KILLED.items()
        for kind, killed in (("all", all_), ("turf", organised), ("common", all_ - organised))
    ]
    return made_up(national=pd.DataFrame(rows))


def test_rates_are_over_the_people_of_a_role_with_colombia_both_ways(traded):
    rates = rates_by_role(traded, Window("1990-01", "1990-02")).set_index("group")
    yearly = {
        "source countries": ((2 + 30) / 5, 21 / 5),
        "source countries but Colombia": (2 / 1, 1 / 1),
        "transit countries": (12 / 9, 8 / 9),
        "transit countries and Colombia": (42 / 13, 28 / 13),
        "consumers in the south": (9 / 15, 0),
        "destination": (4 / 25, 0),
        "whole region": (57 / 54, 29 / 54),
    }
    assert list(rates.index) == list(yearly)
    for group, (all_, organised) in yearly.items():
        # Deaths in a month among so many millions, as a rate per 100 000 and year.
        assert rates.loc[group, "all"] == pytest.approx(1.2 * all_)
        assert rates.loc[group, "organised"] == pytest.approx(1.2 * organised)


def test_a_region_that_nobody_trades_through_has_no_roles(run, traded):
    assert has_roles(traded)
    assert not has_roles(run)
    assert role_groups(run) == {}
