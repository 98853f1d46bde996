"""What each mechanism carries of an effect: each cut alone, and Shapley's shares over the four that matter most."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.core.streams import Streams
from corredor.effects.emergence.gauge import OWN, Gauge, Measured
from corredor.effects.emergence.shapley import coalitions, shapley
from corredor.effects.judging import is_kept
from corredor.effects.rules import CONFIDENCE, RESAMPLES, Summary, summarise
from corredor.effects.variation import Variation
from corredor.region.region import Floats

MOST: Final = 4
"""Mechanisms that share an effect."""


@dataclass(frozen=True)
class CutAlone:
    """One mechanism or process cut in both arms.

    Attributes:
        name: its id.
        left: the effect that is left, measured as the outcome is.
        gap: full less left, pair by pair.
        intact: whether the treatment's own first effect has kept its sign and half of its size.
        failed: why it could not be run, or empty.
    """

    name: str
    left: Summary
    gap: Summary
    intact: bool
    failed: str

    @property
    def process(self) -> bool:
        """A whole process."""
        return self.name in PROCESSES


@dataclass(frozen=True)
class Sharing:
    """The accounting of one effect.

    Attributes:
        full: the effect with everything at work, less what no effect would be.
        cuts: each mechanism, then each process.
        four: those that share the effect, the largest single effect first.
        shares: of each of the four; they add up to ``full`` less ``rest``, medians exactly.
        rest: what is left with all four cut.
    """

    full: Summary
    cuts: tuple[CutAlone, ...]
    four: tuple[str, ...]
    shares: Mapping[str, Summary]
    rest: Summary


def share_out(gauge: Gauge, told: Callable[[str], None], names: Sequence[str] = (*MECHANISMS, *PROCESSES)) -> Sharing:
    """Account for the headline of a case.

    Args:
        gauge: measures it.
        told: called with what is done next.
        names: mechanisms and processes that are cut.
    """
    full = gauge.measure()
    cuts = []
    for name in names:
        told(f"without {name}")
        cuts.append(_alone(gauge, name, full, gauge.measure(Variation(off=frozenset({name})))))
    four = the_largest(cuts)
    worth = {}
    for present in coalitions(four):
        off = frozenset(four) - present
        told(f"without {', '.join(sorted(off)) or 'nothing'}")
        worth[present] = _effect(gauge, gauge.measure(Variation(off=off)))
    shares, whole, rest = shares_of(worth, four)
    return Sharing(whole, tuple(cuts), four, shares, rest)


def _effect(gauge: Gauge, measured: Measured) -> Floats:
    return measured.get(gauge.headline.name, gauge.pairs) - gauge.headline.null


def _alone(gauge: Gauge, name: str, full: Measured, left: Measured) -> CutAlone:
    before, after = _effect(gauge, full), _effect(gauge, left)
    own = [summarise(each.get(OWN, gauge.pairs)) for each in (full, left)]
    return CutAlone(name, summarise(after), summarise(before - after), is_kept(*own), left.failed)


def the_largest(cuts: Sequence[CutAlone]) -> tuple[str, ...]:
    """The mechanisms that take or add most, the largest first.

    A cut that undoes the treatment itself explains nothing, so that it does not count; nor does a whole process.
    """
    counted = [cut for cut in cuts if cut.intact and not cut.process and np.isfinite(cut.gap.median)]
    ranked = sorted(counted, key=lambda cut: -abs(cut.gap.median))
    return tuple(cut.name for cut in ranked[:MOST])


def shares_of(
    worth: Mapping[frozenset[str], Floats], players: Sequence[str]
) -> tuple[dict[str, Summary], Summary, Summary]:
    """Shares of the median effect, of the whole, and what is left without any player.

    Medians over pairs are shared out, so that shares add up to what the board prints; their intervals come from pairs
    drawn again together (Efron & Tibshirani 1993), because all subsets have the same seeds.

    Args:
        worth: the effect with some players at work, by subset, shape (pairs,); NaN where a pair has none.
        players: each once.
    """
    pairs = len(worth[frozenset()])
    drawn = Streams(0).generator("effects.shapley", 0).integers(pairs, size=(RESAMPLES, pairs))
    index = np.concatenate([np.arange(pairs)[None], drawn])
    with warnings.catch_warnings():
        # A resample in which no pair has the outcome has no median, and is left out of the interval.
        warnings.simplefilter("ignore", RuntimeWarning)
        medians = {subset: np.nanmedian(values[index], axis=1) for subset, values in worth.items()}
    known = int(min(np.isfinite(values).sum() for values in worth.values()))
    shares = {name: _summary(share, known) for name, share in shapley(medians, players).items()}
    return shares, _summary(medians[frozenset(players)], known), _summary(medians[frozenset()], known)


def _summary(values: Floats, pairs: int) -> Summary:
    """Of the value itself, first, and of its resamples after it."""
    resampled = values[1:][np.isfinite(values[1:])]
    if not len(resampled):
        return Summary(float(values[0]), np.nan, np.nan, pairs)
    low, high = np.quantile(resampled, [(1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0])
    return Summary(float(values[0]), float(low), float(high), pairs)
