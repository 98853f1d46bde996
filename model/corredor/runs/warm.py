"""What workers need, loaded before they are forked: modules, compiled kernels and the region."""

from __future__ import annotations

import contextlib
from typing import Final

from corredor.runs.recorder import Recorder
from corredor.scenario import Scenario, load

SMALLEST: Final = {
    "region.resolution": "4 deg",
    "duration": "1 month",
    "markets.spin_up": "1 month",
    "markets.settling": "1 month",
    "start.settling": "1 month",
}


def warm(scenario: Scenario | None = None) -> None:
    """Load them, with the region of a scenario if one is given.

    A worker that finds something missing loads it itself, and says what is wrong where it can be seen.
    """
    with contextlib.suppress(Exception):
        load_kernels()
        if scenario is not None:
            scenario.load_region()


def load_kernels() -> None:
    """Have every kernel of a run loaded: they are when first called, which a month on the smallest region does."""
    from corredor.model import TraffickingModel

    small = load("two_corridors_control", SMALLEST)
    model = TraffickingModel(small)
    try:
        recorder = Recorder(model, replicate=0, months=small.months, record=small.record)
        model.step()
        recorder.record()
        recorder.arrow()
    finally:
        model.close()
