"""Corridor shares and delivered cost at 2°, 1° and 0.5°, with enforcement and learning on.

``python tools/resolution_study.py --replicates 10`` runs the flow half of the month (cultivation, markets, routes,
interdiction) of two scenarios and writes ``docs/results/resolution.md``. The other half is left out because it differs
between grids for reasons of its own; what it hands over (organisations, members, control) is that of the start.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import corredor
from corredor.agents.start import populate
from corredor.agents.world import World
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.core.seeds import replicate_seed
from corredor.processes.cultivation import Cultivation
from corredor.processes.interdiction import Interdiction
from corredor.processes.markets import Markets
from corredor.processes.month import MONTH
from corredor.processes.routes import Routes
from corredor.processes.spin_up import spin_up
from corredor.region.region import CORRIDORS, MARKETS

RESULT = Path(__file__).parent.parent / "docs" / "results" / "resolution.md"
SIZES = ("2", "1", "0.5")
SCENARIOS = {"balloon_control": "from 1984, before any surge", "baseline": "from 1990, after the surge of the 1980s"}
US_CORRIDORS = ("pacific", "central_america", "western_caribbean", "caribbean", "air")
SHARE_POINTS, COST_PERCENT = 5.0, 3.0
HELD_PRICES = {"balloon_control": (27e3, 45e3, 12e3), "baseline": (32e3, 46e3, 12.5e3)}
"""About what is found, US$/kg, by market group."""


@dataclass(frozen=True)
class Flow:
    """Means over the months of one run.

    Attributes:
        share: of what crosses to the United States, %, by ``US_CORRIDORS``.
        cost: US$ paid to growers, carriers and tolls for each kilogram delivered, whatever the market.
        cost_usa, cost_europe: the same by market.
        arrives: % of what is sent.
        delivered: t a year.
    """

    share: np.ndarray
    cost: float
    cost_usa: float
    cost_europe: float
    arrives: float
    delivered: float


def flow(
    scenario: str, resolution: str, replicate: int, months: int = 36, first: int = 12, *, held_prices: bool = False
) -> Flow:
    """One run of the flow half.

    Args:
        scenario: a shipped scenario of the Americas.
        resolution: degrees.
        replicate: of the scenario's seed.
        months: length.
        first: month from which means are taken.
        held_prices: wholesale prices and the farm gate stay as given, and nobody searches for them. What is found
            differs between replicates by some 7 %, and what is paid on the way with it.
    """
    prices = zip(("price_usa", "price_europe", "price_domestic"), HELD_PRICES[scenario], strict=True)
    held = {f"markets.{name}": f"{price:g} usd/kg" for name, price in prices} if held_prices else {}
    chosen = corredor.load(scenario, {"region.resolution": f"{resolution} deg", **held})
    world = World(
        chosen.load_region(),
        seed=replicate_seed(chosen.seed, replicate),
        parameters=Parameters(chosen.parameters),
        mechanisms=Mechanisms(chosen.mechanisms),
        start=chosen.start_month,
    )
    populate(world)
    half = [process(world) for process in MONTH if process in (Cultivation, Markets, Routes, Interdiction)]
    if held_prices:
        half = [process for process in half if not isinstance(process, Markets)]
    else:
        spin_up(world, half)
    crossed, sent = np.zeros(len(CORRIDORS)), 0.0
    delivered, spent = np.zeros(len(MARKETS)), np.zeros(len(MARKETS))
    for month in range(months):
        world.month = month
        world.ledger.new_month()
        world.levers.reset()
        for process in half:
            process.step()
        if month >= first:
            crossed += world.traffic.corridor_kg[MARKETS.index("usa")]
            sent += float(world.traffic.sent_kg.sum())
            delivered += world.traffic.delivered_kg
            spent += world.traffic.market_spent_usd
    bound = crossed[[CORRIDORS.index(name) for name in US_CORRIDORS]]
    years = (months - first) / 12
    world.close()
    usa, europe = (float(spent[m] / delivered[m]) for m in map(MARKETS.index, ("usa", "europe")))
    total = float(delivered.sum())
    cost = float(spent.sum()) / total
    return Flow(100 * bound / bound.sum(), cost, usa, europe, 100 * total / sent, total / 1000 / years)


def table(runs: dict[str, list[Flow]]) -> list[str]:
    """Rows of means and the largest gap between two cell sizes, each with its standard error."""
    rows = ["| | " + " | ".join(f"{size}°" for size in runs) + " | largest gap |", "|---|" + "---|" * (len(runs) + 1)]
    quantities = {
        **{f"{name} %".replace("_", " "): [[f.share[k] for f in r] for r in runs.values()] for k, name in named()},
        "paid for a kilogram delivered to the United States, US$": [[f.cost_usa for f in r] for r in runs.values()],
        "paid for a kilogram delivered to Europe, US$": [[f.cost_europe for f in r] for r in runs.values()],
        "paid for a kilogram delivered anywhere, US$": [[f.cost for f in r] for r in runs.values()],
        "arrives %": [[f.arrives for f in r] for r in runs.values()],
        "delivered, t a year": [[f.delivered for f in r] for r in runs.values()],
    }
    for name, values in quantities.items():
        means = [float(np.mean(v)) for v in values]
        errors = [float(np.std(v, ddof=1) / np.sqrt(len(v))) for v in values]
        figures = ".0f" if max(means) > 1000 else ".1f"
        most, least = int(np.argmax(means)), int(np.argmin(means))
        gap, unsure = means[most] - means[least], float(np.hypot(errors[most], errors[least]))
        scale, unit = (1.0, "points") if name.endswith("%") else (100 / means[least], "%")
        shown = f"{scale * gap:.1f} ± {scale * unsure:.1f} {unit}"
        cells = " | ".join(f"{m:{figures}} ± {e:{figures}}" for m, e in zip(means, errors, strict=True))
        rows.append(f"| {name} | {cells} | {shown} |")
    return rows


def named() -> list[tuple[int, str]]:
    """Numbers and names of the corridors to the United States."""
    return list(enumerate(US_CORRIDORS))


def main() -> None:
    """Run, and write the tables into the result between its marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=10)
    arguments = parser.parse_args()
    lines = [
        f"Date {dt.date.today().isoformat()}, corredor {corredor.__version__}; written by "
        f"`python tools/resolution_study.py --replicates {arguments.replicates}`. Flow half alone, years 2 and 3,",
        f"means over {arguments.replicates} replicates ± standard error. Wanted: shares within {SHARE_POINTS:g} points "
        f"of one another, cost within {COST_PERCENT:g} %.",
    ]
    for scenario, what in SCENARIOS.items():
        runs = {size: [flow(scenario, size, r) for r in range(arguments.replicates)] for size in SIZES}
        lines += ["", f"### `{scenario}`, {what}", "", *table(runs)]
        print("\n".join(lines), flush=True)
    begin, end = "<!-- tables -->", "<!-- end -->"
    text = RESULT.read_text(encoding="utf-8")
    head, tail = text.split(begin)[0], text.split(end)[1]
    RESULT.write_text(f"{head}{begin}\n" + "\n".join(lines) + f"\n{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
