"""Prices, deliveries and seizures over time."""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.figures.series import quantiles, rolling_year, spread_note
from corredor.runs.run import Run

MARKET_LABELS: Final = {"usa": "United States", "europe": "Europe", "domestic": "domestic"}


def farm_gate(run: Run) -> pd.DataFrame:
    """Farm-gate price of the region, weighted by hectares: columns ``replicate``, ``month``, ``usd_kg``."""
    rows = run.national[(run.national["kind"] == "all") & (run.national["coca_ha"] > 0)].dropna(
        subset=["farm_gate_usd_kg"]
    )
    weighed = rows.assign(value=rows["farm_gate_usd_kg"] * rows["coca_ha"])
    sums = weighed.groupby(["replicate", "month"], as_index=False)[["value", "coca_ha"]].sum()
    return sums.assign(usd_kg=sums["value"] / sums["coca_ha"])


def yearly_tonnes(run: Run, column: str) -> pd.DataFrame:
    """Tonnes over the twelve months up to each month: columns ``replicate``, ``month``, ``tonnes``."""
    rolled = rolling_year(run.region, [column], ["replicate"])
    months = min(12, run.region["month"].nunique())
    return rolled.assign(tonnes=rolled[column] / 1e3 * 12 / months)


@figure_kind(
    "prices",
    "prices, deliveries and seizures, over time",
    "The inner band holds half of the replicates, the outer nine in ten. Deliveries and seizures are "
    "those of the twelve months up to each date.",
)
def draw_prices(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Four panels: wholesale prices, the farm gate, what is delivered, what is seized."""
    figure = style.new_figure(8.2 if layout == "wide" else 3.9, layout, panels=1 if layout == "wide" else 4)
    axes = style.grid_of(figure, 4, layout, columns=2)
    present = [m for m in MARKET_LABELS if run.region[f"kg_delivered_{m}"].sum() > 0]
    prices: dict[str, tuple[float, str]] = {}
    delivered: dict[str, tuple[float, str]] = {}
    for market in present:
        colour, label = style.COLOURS[market], MARKET_LABELS[market]
        price = quantiles(run.region, f"price_usd_kg_{market}", ["month"]) / 1e3
        arrived = quantiles(yearly_tonnes(run, f"kg_delivered_{market}"), "tonnes", ["month"])
        marks.band(axes[0], price, colour)
        marks.band(axes[2], arrived, colour)
        if control is not None:
            marks.dashed(axes[0], quantiles(control.region, f"price_usd_kg_{market}", ["month"]) / 1e3, colour)
            marks.dashed(
                axes[2], quantiles(yearly_tonnes(control, f"kg_delivered_{market}"), "tonnes", ["month"]), colour
            )
        prices[label] = (float(price["median"].iloc[-1]), colour)
        delivered[label] = (float(arrived["median"].iloc[-1]), colour)
    marks.band(axes[1], quantiles(farm_gate(run), "usd_kg", ["month"]), style.COLOURS["farm_gate"])
    marks.band(axes[3], quantiles(yearly_tonnes(run, "kg_seized"), "tonnes", ["month"]), style.COLOURS["seized"])
    if control is not None:
        marks.dashed(axes[1], quantiles(farm_gate(control), "usd_kg", ["month"]), style.COLOURS["farm_gate"])
        marks.dashed(
            axes[3], quantiles(yearly_tonnes(control, "kg_seized"), "tonnes", ["month"]), style.COLOURS["seized"]
        )
    titles = ("Wholesale price", "Farm-gate price", "Delivered", "Seized")
    labels = ("thousand US$ of 2015 / kg", "US$ of 2015 / kg", "tonnes a year", "tonnes a year")
    for panel, title, label in zip(axes, titles, labels, strict=True):
        panel.set_title(title)
        panel.set_ylabel(f"({label})")
        panel.set_ylim(bottom=0)
        panel.grid(axis="y")
        marks.year_axis(panel, layout)
    marks.label_ends(axes[0], prices, apart=0.1)
    marks.label_ends(axes[2], delivered, apart=0.1)
    dashed = "; dashed: control" if control is not None else ""
    return style.finish(
        figure,
        "Prices, deliveries and seizures",
        _alt(run, prices),
        note=f"{spread_note(run.region)}{dashed}",
    )


def _alt(run: Run, prices: dict[str, tuple[float, str]]) -> str:
    seized = quantiles(yearly_tonnes(run, "kg_seized"), "tonnes", ["month"])["median"]
    ends = ", ".join(f"{value:,.1f} thousand US$ a kilogram in {name} markets" for name, (value, _) in prices.items())
    return (
        f"Four panels over time. Wholesale prices end at {ends}. "
        f"Seizures go from {seized.iloc[0]:,.0f} to {seized.iloc[-1]:,.0f} tonnes a year (medians of replicates)."
    )
