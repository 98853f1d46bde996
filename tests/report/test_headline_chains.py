"""The report of every headline scenario follows a chain of events to a killing, and says whence it comes."""

import pytest

import corredor
from corredor.figures.causes import KILLING, chain_told
from corredor.report import page, render
from corredor.report.images import Image
from corredor.scenario import load

COARSE = {"region.resolution": "2 deg", "duration": "3 years"}
SHORT = {
    "two_corridors": {"duration": "4 years"},
    "baseline": COARSE,
    "balloon_effect": {**COARSE, "policies.Caribbean surge.start": "1985-06"},
    "kingpin_fragmentation": {
        **COARSE,
        "events.Twice a year.date": "1990-06",
        "events.Twice a year.until": "1992-01",
    },
    "transit_violence": COARSE,
}
"""What makes each a run of seconds; it has to have wars all the same."""


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """Figures take time, and what is asked here stands in the text."""
    monkeypatch.setattr(
        page, "image", lambda run, kind, control, translator: Image(kind, "", "data:,", "data:,", kind, 1, 1)
    )


@pytest.mark.parametrize("name", SHORT)
def test_a_chain_is_followed_from_cause_to_killing(name):
    run = corredor.run(name, set=SHORT[name], replicates=1, workers=1, quiet=True)
    told = chain_told(run)
    assert len(told.steps) > 1
    assert told.steps[-1].kind == KILLING
    text = render(run)
    assert 'id="chain"' in text
    assert "No chain of events is told" not in text
    assert ("This chain begins with what the scenario says" in text) == told.by_scenario
    if not load(name).events:
        assert "It begins with what the model itself" in text or "this chain begins with what the model itself" in text
