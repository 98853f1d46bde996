"""Sums of plane waves through space: smooth random fields that have no grid."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PER_HALF_TURN = 1.0 / np.pi
_HALF_TURN_HIGH, _HALF_TURN_MIDDLE, _HALF_TURN_LOW = 3.141592651605606, 1.9841871583270443e-09, 1.034036596358821e-18
"""Half a turn in three parts: the first two are so short that a whole number of them is exact (Cody & Waite 1980)."""


@njit(cache=True, nogil=True)
def cosines(angle: Floats) -> None:
    """Put the cosine of each angle in its place, to 4e-16 for angles below a million: many at once, by its series.

    Args:
        angle: (W,), overwritten.
    """
    for w in range(angle.size):
        turns = np.rint(angle[w] * _PER_HALF_TURN)
        x = angle[w] - turns * _HALF_TURN_HIGH - turns * _HALF_TURN_MIDDLE - turns * _HALF_TURN_LOW
        odd = abs(turns - 2.0 * np.rint(0.5 * turns))
        y = x * x
        s = 1.0 / 620448401733239439360000.0
        s = s * y - 1.0 / 1124000727777607680000.0
        s = s * y + 1.0 / 2432902008176640000.0
        s = s * y - 1.0 / 6402373705728000.0
        s = s * y + 1.0 / 20922789888000.0
        s = s * y - 1.0 / 87178291200.0
        s = s * y + 1.0 / 479001600.0
        s = s * y - 1.0 / 3628800.0
        s = s * y + 1.0 / 40320.0
        s = s * y - 1.0 / 720.0
        s = s * y + 1.0 / 24.0
        s = s * y - 0.5
        angle[w] = (1.0 - 2.0 * odd) * (s * y + 1.0)


@njit(cache=True, nogil=True)
def plane_waves(place: Floats, waves: Floats, phase: Floats, field: Floats) -> None:
    """Sum of cosines of ``place . wave + phase`` at each point.

    Args:
        place: (n, 3), km.
        waves: (W, 3), radians per km.
        phase: (W,), radians.
        field: (n,), overwritten.
    """
    east, north, up = waves[:, 0].copy(), waves[:, 1].copy(), waves[:, 2].copy()
    angle = np.empty(phase.size)
    for c in range(field.size):
        x, y, z = place[c, 0], place[c, 1], place[c, 2]
        for w in range(angle.size):
            angle[w] = x * east[w] + y * north[w] + z * up[w] + phase[w]
        cosines(angle)
        total = 0.0
        for w in range(angle.size):
            total += angle[w]
        field[c] = total
