"""How hard a case is to pass: the share of parameter sets, drawn from the registered ranges, under which it does."""

from __future__ import annotations

import json
import math
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from corredor.core.parameters import Parameter
from corredor.core.streams import Streams
from corredor.effects.case import Case
from corredor.effects.judging import judge
from corredor.effects.laboratory import Laboratory
from corredor.runs.errors import RunError
from corredor.runs.parts import write_json
from corredor.scenario.registry import known_parameters

PAIRS: Final = 4
RESOLUTION: Final = 2.0
WEAK: Final = 0.5
"""Severity above which a case is printed as a weak test."""
LEFT_OUT: Final = ("costs", "region")
"""Groups of parameters that are not drawn: what policies cost decides nothing, and the map is built once."""
NOT_DRAWN: Final = ("markets.spin_up", "markets.settling", "start.settling", "start.lived", "start.population_year")
"""Lengths of the approach to the start and the year of its people, which are no claims about the world."""


def severity_of(case: Case, folder: Path, draws: int, *, workers: int | None = None, seed: int = 1) -> float:
    """Share of draws that pass; every draw that was judged is kept in the folder and not judged again.

    A draw whose runs fail, or in which an outcome does not exist, does not pass.

    Args:
        case: what is judged.
        folder: where draws are kept, as ``CASE-NUMBER.json``.
        draws: how many parameter sets.
        workers: processes.
        seed: of the draws.
    """
    sets = drawn_sets(draws, seed)
    passed = [_passes(case, folder, k, one_set, workers) for k, one_set in enumerate(sets)]
    return float(np.mean(passed))


def drawn_sets(draws: int, seed: int = 1) -> list[dict[str, float]]:
    """Latin hypercube over the registered ranges; on a log scale where a range spans more than a factor of ten.

    Args:
        draws: how many sets.
        seed: of the design.
    """
    drawn = [p for p in known_parameters().values() if not _left_out(p.name)]
    generator = Streams(seed).generator("effects.severity", 0)
    cells = np.array([generator.permutation(draws) for _ in drawn]).reshape(len(drawn), draws).T
    design = (cells + generator.random(cells.shape)) / max(draws, 1)
    return [{p.name: value_at(p, u) for p, u in zip(drawn, row, strict=True)} for row in design]


def _left_out(name: str) -> bool:
    return name in NOT_DRAWN or name.split(".", 1)[0] in LEFT_OUT


def value_at(parameter: Parameter, u: float) -> float:
    """The value at a position from 0 to 1 in the range, on a log scale where that spans more than a factor of ten."""
    low, high = parameter.spec.low, parameter.spec.high
    if low > 0.0 and high > 10.0 * low:
        return float(math.exp(math.log(low) + u * math.log(high / low)))
    return float(low + u * (high - low))


def _passes(case: Case, folder: Path, k: int, one_set: dict[str, float], workers: int | None) -> bool:
    kept = folder / f"{case.name}-{k:04d}.json"
    if kept.is_file():
        return bool(json.loads(kept.read_text("utf-8"))["passes"])
    with tempfile.TemporaryDirectory(prefix="corredor-severity-") as temporary:
        laboratory = Laboratory(Path(temporary), PAIRS, 1, RESOLUTION, one_set, workers, True)
        try:
            verdict = judge(case, lambda name: laboratory.arm(case, name))
            passes, short = verdict.reproduced, list(verdict.short)
        except RunError as error:
            passes, short = False, [str(error).splitlines()[0]]
    write_json(kept, {"passes": passes, "short": short})
    return passes


def is_weak(severity: float | None) -> bool:
    """Whether so many parameter sets pass that passing says little."""
    return severity is not None and severity > WEAK
