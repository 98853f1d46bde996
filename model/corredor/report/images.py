"""Figures as they stand in the report: drawn twice, for wide and narrow screens, and written into the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from corredor.figures import alt_text, kinds, plot
from corredor.figures.style import Layout, data_address
from corredor.runs.run import Run

DPI: Final[dict[Layout, int]] = {"wide": 144, "tall": 120}


@dataclass(frozen=True)
class Image:
    """One figure in the page.

    Attributes:
        kind: of figure.
        reading: how to read it.
        wide, tall: data addresses of the two PNG images.
        alt: the text alternative.
        width, height: of the wide image, pixels of the screen.
    """

    kind: str
    reading: str
    wide: str
    tall: str
    alt: str
    width: int
    height: int


def image(run: Run, kind: str, control: Run | None) -> Image:
    """Draw a figure for the page."""
    wide = plot(run, kind, control, layout="wide")
    tall = plot(run, kind, control, layout="tall")
    across, down = wide.get_size_inches()
    return Image(
        kind,
        kinds()[kind].reading,
        data_address(wide, DPI["wide"]),
        data_address(tall, DPI["tall"]),
        alt_text(wide),
        round(96 * across),
        round(96 * down),
    )
