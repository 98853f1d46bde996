"""Figures as they stand in the report: drawn twice, for wide and narrow screens, and written into the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corredor.figures import alt_text, kinds, plot
from corredor.figures.series import replicates
from corredor.figures.style import Layout, data_address
from corredor.report.translation import Translator
from corredor.runs.comparison import FEWEST
from corredor.runs.run import Run

FEW: Final = "With so few replicates there are medians only."
_SENTENCE: Final = re.compile(r"(?<=\.) ")
_SPREAD: Final = re.compile(r"thick bar|thin bar|inner band")

LAYOUTS: Final[tuple[Layout, Layout]] = ("wide", "tall")
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


def reading(run: Run, kind: str) -> str:
    """How to read a figure of a run; of bands and bars nothing is said where there are too few replicates for them."""
    words = kinds()[kind].reading
    if replicates(run.national) >= FEWEST or not _SPREAD.search(words):
        return words
    return " ".join([*(s for s in _SENTENCE.split(words) if not _SPREAD.search(s)), FEW])


def image(run: Run, kind: str, control: Run | None, translator: Translator) -> Image:
    """Draw a figure for the page, in the language; its text alternative is translated with the page."""
    wide, tall = (plot(run, kind, control, layout=layout) for layout in LAYOUTS)
    told = alt_text(wide)
    for figure in (wide, tall):
        translator.figure(figure)
    across, down = wide.get_size_inches()
    return Image(
        kind,
        reading(run, kind),
        data_address(wide, DPI["wide"]),
        data_address(tall, DPI["tall"]),
        told,
        round(96 * across),
        round(96 * down),
    )
