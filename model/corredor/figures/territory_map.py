"""Who holds what: the organisation that is strongest in each cell."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from corredor.figures import land, marks, style
from corredor.figures.family_tree import typical_replicate
from corredor.figures.phrases import organisation_names
from corredor.figures.registry import figure_kind
from corredor.figures.windows import windows
from corredor.runs.run import Run

OTHERS: Final = "#b5babf"
DESTINATION: Final = "USA"
"""Not shown: who sells there is no question of this model, and a map of holders would look like an answer."""


def holders(run: Run, replicate: int, year: int) -> pd.Series:
    """Number of the organisation that holds each cell at the end of a year, shape (n,).

    It is -1 where none does, and in ``DESTINATION``.
    """
    rows = run.cells[(run.cells["replicate"] == replicate) & (run.cells["year"] == year)]
    region = run.geography
    held = np.full(region.n, -1)
    held[rows["cell"].to_numpy()] = rows["holder"].to_numpy()
    if DESTINATION in region.countries:
        held[region.country == region.countries.index(DESTINATION)] = -1
    return pd.Series(held)


@figure_kind(
    "territory",
    "who holds what, one replicate",
    "The strongest organisation in each cell; others may be there too. The United States are left out.",
)
def draw_territory(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Two maps of one replicate, before and after; the seven largest holders in colour, the same in both."""
    seen, replicate = windows(run, control), typical_replicate(run)
    before, after = seen.before.years[-1], seen.after.years[-1]
    maps = [(year, holders(run, replicate, year)) for year in (before, after)]
    together = pd.concat([held[held >= 0] for _, held in maps])
    largest = [int(n) for n in together.value_counts().head(len(style.HOLDERS)).index]
    names = organisation_names(run, replicate)
    figure = style.new_figure(5.2, layout, panels=2)
    axes = style.grid_of(figure, 2, layout, share="both" if layout == "wide" else "none")
    for panel, (year, held) in zip(axes, maps, strict=True):
        land.base(panel, run.geography)
        land.categories(panel, run.geography, (held >= 0).to_numpy(), OTHERS)
        for number, colour in zip(largest, style.HOLDERS, strict=False):
            land.categories(panel, run.geography, (held == number).to_numpy(), colour)
        panel.set_title(f"End of {year}")
    if layout == "wide":
        axes[1].set_ylabel("")
    keys = [Patch(color=c, label=names.get(n, str(n))) for n, c in zip(largest, style.HOLDERS, strict=False)]
    keys += [Patch(color=OTHERS, label="others"), Patch(color=style.LAND, label="none")]
    marks.key_beside(figure, axes, keys, layout)
    told = ", ".join(f"{names.get(n, str(n))} {int((maps[1][1] == n).sum())}" for n in largest)
    return style.finish(
        figure,
        "Who holds what",
        f"Two maps of the strongest organisation in each cell, at the end of {before} and of {after}, in "
        f"replicate {replicate}. Cells held at the end of {after}: {told or 'none'}.",
        note=f"replicate {replicate}; strongest organisation in each cell; fictional names",
    )
