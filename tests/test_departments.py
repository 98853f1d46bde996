"""Flow by department: correlation and level on series of which both are known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def tool(developers_tool):
    return developers_tool("department_flows")


def flows_of(tool, times):
    """Two replicates that carry what was observed so many times over, before and after it one kilogram."""
    flows = {}
    for code, (_, first, series) in tool.OBSERVED.items():
        years = pd.DataFrame(1.0, index=[0, 1], columns=range(1990, 2015))
        years.loc[:, range(first, first + len(series))] = times * np.array(series)
        flows[code] = years
    return flows


def test_twice_the_observed_series_correlates_fully_and_is_twice_as_high(tool):
    for code, (_, first, series) in tool.OBSERVED.items():
        correlations, levels = tool.compared(flows_of(tool, 2.0)[code], first, series)
        assert correlations == pytest.approx([1.0, 1.0])
        assert levels == pytest.approx([2.0, 2.0])


def test_a_flow_that_never_changes_has_no_correlation(tool):
    assert np.isnan(tool.correlation(np.ones(5), np.arange(5.0)))


def test_the_page_has_levels_correlations_and_shares_of_every_arm(tool):
    flows = {"baseline": flows_of(tool, 1.0), "history": flows_of(tool, 3.0)}
    told = tool.page(flows, f"{tool.SAID}\n\nBy hand.", 2, 1)
    assert "| Petén | 2005 to 2013 | 1.00 [1.00, 1.00] | 1.0 [1.0, 1.0] | 1.00 [1.00, 1.00] | 3.0 [3.0, 3.0] |" in told
    assert told.endswith("By hand.\n")
    (line,) = [line for line in told.splitlines() if line.startswith("| Gracias a Dios | 79")]
    assert line.endswith("| 79 |")
    assert "Cocaine through three departments" in tool.draw(flows).get_suptitle()
