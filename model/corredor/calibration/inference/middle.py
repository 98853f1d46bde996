"""One point for those who need one: the draw in the middle of a posterior, as a file of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from corredor.calibration.inference.priors import Prior
from corredor.region.region import Floats
from corredor.runs.parts import write_text

PARAMETERS: Final = "parameters.yaml"
_ABOUT: Final = """\
# The draw in the middle of the posterior of {name}; its place among them is draw {draw} of {file}, SHA-256
# {checksum}.
# One point says nothing of how unsure it is: carry the draws through wherever sizes matter (docs/calibration.md).
corredor: 1
parameters:
"""


def middle(positions: Floats) -> int:
    """The draw nearest the mean of all, in units of their covariance (Mahalanobis 1936).

    A median of each parameter by itself may lie where no draw is; a draw agrees with itself.

    Args:
        positions: shape (draws, parameters).

    Returns:
        Its number.
    """
    away = positions - positions.mean(axis=0)
    covariance = np.atleast_2d(np.cov(positions, rowvar=False))
    distance = np.einsum("dp,pq,dq->d", away, np.linalg.pinv(covariance), away)
    return int(np.argmin(distance))


def write_parameters(
    path: Path, priors: Sequence[Prior], values: Floats, *, name: str, draw: int, file: str, checksum: str
) -> None:
    """Write a point as ``corredor run --parameters`` and ``corredor effects --parameters`` take it.

    Args:
        path: the file.
        priors: of the parameters.
        values: shape (parameters,), in registered units.
        name: of the study.
        draw: its number among the draws.
        file: of the draws.
        checksum: of that file.
    """
    lines = [f"  {prior.name}: {prior.factor.written(float(v))}\n" for prior, v in zip(priors, values, strict=True)]
    write_text(path, _ABOUT.format(name=name, draw=draw, file=file, checksum=checksum) + "".join(lines))
