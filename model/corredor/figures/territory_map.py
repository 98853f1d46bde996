"""Who holds what: the organisation that is strongest in each cell."""

from __future__ import annotations

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

OTHERS = "#b5babf"


def holders(run: Run, replicate: int, year: int) -> pd.Series:
    """Number of the organisation that holds each cell at the end of a year, -1 where none does, shape (n,)."""
    rows = run.cells[(run.cells["replicate"] == replicate) & (run.cells["year"] == year)]
    held = np.full(run.geography.n, -1)
    held[rows["cell"].to_numpy()] = rows["holder"].to_numpy()
    return pd.Series(held)


@figure_kind(
    "territory",
    "who holds what, one replicate",
    "The strongest organisation in each cell; others may be there too.",
)
def draw_territory(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Two maps of one replicate, before and after; the seven largest holders in colour, the same in both."""
    years, replicate = windows(run), typical_replicate(run)
    maps = [(year, holders(run, replicate, year)) for year in (years.before, years.after)]
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
        f"Two maps of the strongest organisation in each cell, at the end of {years.before} and of {years.after}, in "
        f"replicate {replicate}. Cells held at the end of {years.after}: {told or 'none'}.",
        note=f"replicate {replicate}; strongest organisation in each cell; fictional names",
    )
