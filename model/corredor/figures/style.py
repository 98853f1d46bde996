"""The house style of all figures: one set of fonts, one colour for the same thing everywhere, one stamp.

Nothing here touches global state for longer than a figure takes to draw: figures are ``matplotlib.figure.Figure``
objects made inside ``house()``, without pyplot, so that they can be drawn on a machine without a screen.
"""

from __future__ import annotations

import base64
import html
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.figure import Figure

Layout = Literal["wide", "tall"]
"""``wide`` for a screen or a page; ``tall`` for a telephone, panels one below the other."""

Share = Literal["none", "y", "both"]

STAMP: Final = "simulated, not a forecast"

INK: Final = "#1f2328"
MUTED: Final = "#5f6771"
HAIRLINE: Final = "#c9ced4"
LAND: Final = "#ebe8e1"
SEA: Final = "#ffffff"

OKABE_ITO: Final = MappingProxyType(
    {
        "blue": "#0072B2",
        "vermillion": "#D55E00",
        "green": "#009E73",
        "orange": "#E69F00",
        "purple": "#CC79A7",
        "sky": "#56B4E9",
        "yellow": "#F0E442",
        "black": "#000000",
    }
)
"""Okabe & Ito (2008), colours that people with any kind of colour vision can tell apart."""

COLOURS: Final = MappingProxyType(
    {
        "run": OKABE_ITO["blue"],
        "control": "#6b6f76",
        "usa": OKABE_ITO["blue"],
        "europe": OKABE_ITO["green"],
        "domestic": OKABE_ITO["orange"],
        "common": "#7d828a",
        "turf": OKABE_ITO["vermillion"],
        "state": OKABE_ITO["blue"],
        "predation": OKABE_ITO["orange"],
        "retaliation": OKABE_ITO["purple"],
        "caribbean": OKABE_ITO["sky"],
        "central_america": OKABE_ITO["vermillion"],
        "western_caribbean": OKABE_ITO["green"],
        "pacific": OKABE_ITO["blue"],
        "air": "#7d828a",
        "amazon": OKABE_ITO["yellow"],
        "southern_cone": OKABE_ITO["purple"],
        "atlantic": OKABE_ITO["orange"],
        "COL": OKABE_ITO["vermillion"],
        "PER": OKABE_ITO["green"],
        "BOL": OKABE_ITO["purple"],
        "farm_gate": INK,
        "seized": OKABE_ITO["purple"],
        "absorbed": OKABE_ITO["purple"],
        "cause": OKABE_ITO["orange"],
        "killing": OKABE_ITO["vermillion"],
    }
)
"""The colour of everything that keeps its colour from figure to figure, by its id."""

HOLDERS: Final[Sequence[str]] = tuple(
    OKABE_ITO[name] for name in ("blue", "orange", "green", "vermillion", "purple", "sky", "yellow")
)
"""Colours of the largest organisations of one map, in the order of their size."""

FIELD: Final = "magma_r"
"""Colour map of amounts: light where there is little, dark where there is much."""

RATE: Final = "cividis_r"
"""Colour map of rates."""

DIFFERENCE: Final = "PuOr_r"
"""Colour map of differences: purple for less, white for none, orange for more."""

_RC: Final[dict[str, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 13.0,
    "axes.titlesize": 13.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 12.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": HAIRLINE,
    "grid.linewidth": 0.7,
    "xtick.labelsize": 12.0,
    "ytick.labelsize": 12.0,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 12.0,
    "lines.linewidth": 2.2,
    "text.color": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.06,
    "svg.fonttype": "path",
    "svg.hashsalt": "corredor",
    "pdf.fonttype": 42,
    "axes.formatter.use_mathtext": False,
    "axes.unicode_minus": True,
}
TITLE_SIZE: Final = 15.5
NOTE_SIZE: Final = 10.5
_WIDTH: Final = {"wide": 10.0, "tall": 5.2}


@contextmanager
def house() -> Iterator[None]:
    """The style, for as long as a figure is drawn or saved."""
    with mpl.rc_context(_RC):  # type: ignore[arg-type]
        yield


class HouseFigure(Figure):
    """A figure that a notebook shows in the style it was drawn in, with its text alternative."""

    def _repr_html_(self) -> str:
        across = round(96 * float(self.get_size_inches()[0]))
        return f'<img src="{data_address(self, 144)}" alt="{html.escape(alt_text(self))}" style="width: {across}px">'


def new_figure(height: float, layout: Layout = "wide", *, panels: int = 1) -> Figure:
    """An empty figure of the house's width.

    Args:
        height: inches; of one panel when the layout is tall.
        layout: see ``Layout``.
        panels: how many panels stand side by side when wide and one below the other when tall.
    """
    tall = layout == "tall"
    return HouseFigure(figsize=(_WIDTH[layout], height * panels if tall else height), layout="constrained")


def grid_of(
    figure: Figure, panels: int, layout: Layout, *, columns: int | None = None, share: Share = "none"
) -> list[Axes]:
    """Axes of a row of panels, one below the other if the layout is tall.

    Args:
        figure: where.
        panels: how many.
        layout: see ``Layout``.
        columns: panels in a row when wide; all of them if left out.
        share: which axes the panels share.
    """
    across = 1 if layout == "tall" else (columns or panels)
    axes = figure.subplots(
        -(-panels // across), across, squeeze=False, sharex=share == "both", sharey=share != "none"
    ).ravel()
    for unused in axes[panels:]:
        unused.remove()
    return list(axes[:panels])


def finish(figure: Figure, title: str, alt: str, *, note: str = "") -> Figure:
    """Give a figure its title, its text alternative and the stamp.

    Args:
        figure: with its axes drawn.
        title: what is seen, in words.
        alt: what somebody who cannot see the figure should know; see ``alt_text``.
        note: what the reader needs to read it right (replicates, bands), set small beside the stamp.
    """
    width = float(figure.get_size_inches()[0])
    figure.suptitle(
        textwrap.fill(title, int(width * 72 / (TITLE_SIZE * 0.62))),
        x=0.012,
        ha="left",
        fontsize=TITLE_SIZE,
        fontweight="bold",
    )
    figure.supxlabel(
        _stamped(note, int(width * 72 / (NOTE_SIZE * 0.53))), x=0.988, ha="right", fontsize=NOTE_SIZE, color=MUTED
    )
    figure.set_label(" ".join(alt.split()))
    return figure


def _stamped(note: str, characters: int) -> str:
    """The note and the stamp, the stamp never broken over two lines."""
    line = f"{note} · {STAMP}" if note else STAMP
    return line if len(line) <= characters else f"{textwrap.fill(note, characters)}\n{STAMP}"


def alt_text(figure: Figure) -> str:
    """The text alternative of a finished figure."""
    return str(figure.get_label())


def despine_for_map(axes: Axes) -> None:
    """A frame all around, as maps have it."""
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color(HAIRLINE)


def colour_map(name: str) -> Colormap:
    """A colour map whose cells without a value show what lies below."""
    return mpl.colormaps[name].with_extremes(bad=(0, 0, 0, 0))


def data_address(figure: Figure, dpi: int) -> str:
    """The figure as a PNG image inside an address, for a page that needs nothing from elsewhere."""
    buffer = BytesIO()
    with house():
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"


def save(figure: Figure, path: Path, *, dpi: int = 160) -> Path:
    """Write a figure as PNG, SVG or PDF, by the ending of ``path``; the same figure gives the same bytes.

    Raises:
        ValueError: if the ending is another.
    """
    formats: dict[str, dict[str, Any]] = {
        ".png": {"dpi": dpi, "metadata": {"Description": alt_text(figure)}},
        ".svg": {"metadata": {"Date": None, "Description": alt_text(figure)}},
        ".pdf": {"metadata": {"CreationDate": None, "Subject": alt_text(figure)}},
    }
    options = formats.get(path.suffix.lower())
    if options is None:
        raise ValueError(f"{path.name}: a figure is written as .png, .svg or .pdf")
    path.parent.mkdir(parents=True, exist_ok=True)
    with house():
        figure.savefig(path, format=path.suffix.lower()[1:], **options)
    return path
