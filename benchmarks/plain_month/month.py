"""The plain month: which process has a plain form, and how to make a model play it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from corredor.model import TraffickingModel
from plain_month import (
    communities,
    cultivation,
    finance,
    interdiction,
    justice,
    recruitment,
    reporting,
    routes,
    territory,
    violence,
)

PLAIN: dict[str, Callable[[Any], None]] = {
    "cultivation": cultivation.step,
    "routes": routes.step,
    "interdiction": interdiction.step,
    "finance": finance.step,
    "territory": territory.step,
    "violence": violence.step,
    "recruitment": recruitment.step,
    "justice": justice.step,
    "communities": communities.step,
    "reporting": reporting.step,
}
"""By process. Leadership is written in plain rules already, and markets are a dozen doors: these run as they are."""


def play_plain(model: TraffickingModel) -> None:
    """From now on the model steps by the plain form of each process that has one."""
    for process in model.processes:
        if process.name in PLAIN:
            setattr(process, "step", partial(PLAIN[process.name], process))  # noqa: B010
