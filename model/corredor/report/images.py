"""Figures as they stand in the report: drawn twice, for wide and narrow screens, and written into the page itself."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from matplotlib.figure import Figure

from corredor.figures import alt_text, kinds, plot
from corredor.figures.style import Layout, house
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
        _address(wide, "wide"),
        _address(tall, "tall"),
        alt_text(wide),
        round(96 * across),
        round(96 * down),
    )


def _address(figure: Figure, layout: Layout) -> str:
    buffer = BytesIO()
    with house():
        figure.savefig(buffer, format="png", dpi=DPI[layout], metadata={"Software": None})
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"
