"""Methods by name, and how a study file writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from corredor.sensitivity.morris import CANDIDATES, LEVELS, Morris
from corredor.sensitivity.sobol import Sobol

Method = Morris | Sobol
KINDS: Final = (Morris.kind, Sobol.kind)
MOST_SPREAD: Final = 20
"""So many trajectories are chosen for their spread unless the study says otherwise; more are spread well as drawn."""
_KEYS: Final = {"morris": ("trajectories", "levels", "candidates"), "sobol": ("samples",)}


def read_method(given: object) -> Method:
    """A method as a study file writes it.

    Args:
        given: ``{kind: morris, trajectories: 10}``, with ``levels`` and ``candidates`` if wanted, or
            ``{kind: sobol, samples: 256}``.

    Raises:
        ValueError: with what is wrong and what would be right.
    """
    if not isinstance(given, Mapping) or given.get("kind") not in KINDS:
        raise ValueError(
            f"no kind of design — write e.g. {{kind: morris, trajectories: 10}}; kinds are {', '.join(KINDS)}"
        )
    kind = str(given["kind"])
    if unknown := sorted({*given} - {"kind", *_KEYS[kind]}):
        raise ValueError(f"'{unknown[0]}' says nothing of {kind} — it takes {', '.join(_KEYS[kind])}")
    return _morris(given) if kind == Morris.kind else _sobol(given)


def method_of(plain: Mapping[str, Any]) -> Method:
    """The inverse of ``as_plain``."""
    rest = {key: value for key, value in plain.items() if key != "kind"}
    return Morris(**rest) if plain["kind"] == Morris.kind else Sobol(**rest)


def _morris(given: Mapping[str, Any]) -> Morris:
    trajectories = _whole(given.get("trajectories"), "trajectories", 2, 10_000)
    levels = _whole(given.get("levels", LEVELS), "levels", 2, 100)
    if levels % 2:
        raise ValueError(f"levels: {levels} — an even number, so that every step is as likely up as down")
    usual = CANDIDATES if trajectories <= MOST_SPREAD else 0
    candidates = _whole(given.get("candidates", usual), "candidates", 0, 500)
    if 0 < candidates <= trajectories:
        raise ValueError(f"candidates: {candidates} — more than the {trajectories} trajectories, or 0 for none")
    return Morris(trajectories, levels, candidates)


def _sobol(given: Mapping[str, Any]) -> Sobol:
    samples = _whole(given.get("samples"), "samples", 2, 1 << 20)
    if samples & (samples - 1):
        near = 1 << round(math.log2(samples))
        raise ValueError(f"samples: {samples} — a Sobol sequence is balanced only at powers of two, e.g. {near}")
    return Sobol(samples)


def _whole(value: object, what: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{what} must be a whole number from {least} to {most}, not {value}")
    return value
