"""Measures the effect of a case under a variation, and keeps the numbers instead of the runs."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from corredor.effects.arm import Arm
from corredor.effects.case import CONTROL, TREATMENT, Case, Difference, Outcome
from corredor.effects.laboratory import Laboratory
from corredor.effects.variation import AS_IT_IS, Variation
from corredor.region.region import Floats
from corredor.runs.ensemble import ReplicatesFailed
from corredor.runs.parts import write_json

OWN: Final = "first order"
"""Name under which the treatment's own effect is kept, beside the outcomes."""


@dataclass(frozen=True)
class Measured:
    """What was measured under one variation.

    Attributes:
        values: one number a pair by outcome, baseline, ``OWN`` or extra quantity, shape (pairs,).
        failed: why nothing was, or empty.
    """

    values: Mapping[str, Floats]
    failed: str = ""

    def get(self, name: str, pairs: int) -> Floats:
        """One of them; NaN in every pair where it was not measured."""
        return self.values.get(name, np.full(pairs, np.nan))


@dataclass(frozen=True)
class Gauge:
    """Measures one case.

    Attributes:
        case: whose effect it is.
        headline: the outcome that is accounted for.
        laboratory: runs the arms; folders of varied arms are taken away once they are measured.
        kept: folder of the numbers, ``KEY.json``.
        extra: further differences between treatment and control, by name.
    """

    case: Case
    headline: Outcome
    laboratory: Laboratory
    kept: Path
    extra: Mapping[str, Difference]

    @property
    def pairs(self) -> int:
        """Of every measurement."""
        return self.laboratory.pairs

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Those that need no arms but treatment, control and those of the headline."""
        return tuple(each for each in self.case.outcomes if set(each.arms) <= set(self._arms))

    def measure(self, variation: Variation = AS_IT_IS) -> Measured:
        """The numbers under a variation, from the folder if they are there.

        Raises:
            Interrupted: see ``corredor.run``; what has finished is kept.
        """
        path = self.kept / f"{self._key(variation)}.json"
        if path.is_file():
            return _read(path)
        try:
            arms = {name: self.laboratory.arm(self.case, name, variation) for name in self._arms}
            measured = Measured(self._values(arms))
        except ReplicatesFailed as failure:
            arms, measured = {}, Measured({}, failure.failures[0].reason)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, _plain(measured))
        self.laboratory.forget()
        for folder in {arm.run.folder for arm in arms.values()} - self._lasting():
            shutil.rmtree(folder)
        return measured

    def _lasting(self) -> set[Path]:
        """Folders of the arms as they are, which variations of one arm alone need again."""
        return {(self.laboratory.folder / self.laboratory.key(self.case, name)).resolve() for name in self._arms}

    @property
    def _arms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((TREATMENT, CONTROL, *self.headline.arms)))

    def _key(self, variation: Variation) -> str:
        named = [self.laboratory.key(self.case, name, variation) for name in self._arms]
        asked = [self.case.name, self.headline.name, str(self.pairs), *sorted(self.extra), *named]
        return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:16]

    def _values(self, arms: Mapping[str, Arm]) -> dict[str, Floats]:
        treated, control = arms[TREATMENT], arms[CONTROL]
        values = {each.name: each.estimate(*(arms[name] for name in each.arms)) for each in self.outcomes}
        values |= {each.name: each.estimate(arms[each.arm]) for each in self.case.baselines if each.arm in arms}
        values[OWN] = self.case.cuts[0].first_order.estimate(treated, control)
        return values | {name: estimate(treated, control) for name, estimate in self.extra.items()}


def _plain(measured: Measured) -> dict[str, Any]:
    values = {name: [v if math.isfinite(v) else None for v in map(float, row)] for name, row in measured.values.items()}
    return {"values": values, "failed": measured.failed}


def _read(path: Path) -> Measured:
    read = json.loads(path.read_text("utf-8"))
    values = {name: np.array([math.nan if v is None else v for v in row]) for name, row in read["values"].items()}
    return Measured(values, read["failed"])
