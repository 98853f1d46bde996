"""What two estimators count: income of every kind, and of a peak nothing that the control does by itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from corredor.agents.organisation import ACTIVITIES
from corredor.effects.arm import Arm
from corredor.effects.cases.diversification import PREYING, TRADE, predatory_share
from corredor.effects.cases.transit_spike import SURGE, WEAK, WHOLE, decay, paired, paired_decay, peak
from corredor.region.region import Floats


def earning(parent: int, **income: float) -> Arm:
    """One organisation in one month of the last years."""
    columns = {f"income_by_activity.{name}": income.get(name, 0.0) for name in ACTIVITIES}
    row = {"replicate": 0, "month": "2001-05-01", "alive": True, "parent": parent} | columns
    return cast(Arm, SimpleNamespace(organisations=pd.DataFrame([row]), run=SimpleNamespace(replicates=(0,))))


def test_every_activity_is_either_trade_or_preying() -> None:
    assert set(TRADE) | set(PREYING) == set(ACTIVITIES)
    assert not set(TRADE) & set(PREYING)


def test_who_lives_from_what_passes_does_not_prey() -> None:
    assert predatory_share(earning(0, tolls=3.0, extortion=1.0), splinters=True)[0] == pytest.approx(25.0)
    assert predatory_share(earning(0, trafficking=1.0, tolls=2.0, retail=1.0), splinters=True)[0] == pytest.approx(25.0)
    assert np.isnan(predatory_share(earning(-1, extortion=1.0), splinters=True)[0])


def killing(before: float, after: float, *, rise: float = 0.0) -> Arm:
    """Homicide of a level before and one after the surge, with a yearly rise of its own; one pair, seven years."""
    rate = np.repeat([before] * 4 + [after] * 3, 12) * np.repeat(1.0 + rise * np.arange(7), 12)

    def rated(countries: tuple[str, ...]) -> Floats:
        assert countries == WEAK
        return rate[None, :]

    return cast(Arm, SimpleNamespace(rate=rated, month=lambda date: 48))


def test_a_peak_that_the_control_has_too_is_no_effect() -> None:
    rising = killing(20.0, 20.0, rise=0.1)
    assert peak(WEAK)(rising, rising)[0] > 1.2
    assert paired(WEAK)(rising, rising)[0] == pytest.approx(1.0)
    assert paired(WEAK)(killing(20.0, 40.0, rise=0.1), rising)[0] == pytest.approx(2.0)


def test_years_of_the_peak_are_counted_from_the_whole_surge() -> None:
    """A wave in the third year of the whole surge counts, one in the fourth does not; 20 a year and one of 50."""
    months = {SURGE: 36, WHOLE: 48}

    def wave(year: int, last: float = 20.0) -> Arm:
        rate = np.repeat([50.0 if k == year else 20.0 for k in range(8)] + [last], 12)[None, :]
        return cast(Arm, SimpleNamespace(rate=lambda countries: rate, month=months.__getitem__))

    third, fourth, quiet = wave(6), wave(7), wave(99)
    assert peak(WEAK)(third, quiet)[0] == pytest.approx(2.5)
    assert peak(WEAK)(fourth, quiet)[0] == pytest.approx(1.0)
    assert decay(third, quiet)[0] == pytest.approx(30.0)
    assert decay(wave(6, last=40.0), quiet)[0] == pytest.approx(10.0)
    assert paired_decay(third, wave(5))[0] == pytest.approx(0.0)
