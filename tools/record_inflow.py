"""Record what enters Mexico and Central America over their edges in runs of the Americas; the tables ship.

Developer's tool: ``python tools/record_inflow.py [REPLICATES]`` rewrites ``region/data/inflow_*.csv``. Run it again
when flows have changed on purpose.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import corredor
from corredor.model import TraffickingModel
from corredor.region.cut import EXTENTS
from corredor.region.region import MARKETS, Region
from corredor.region.sphere import nearest_km

DATA = Path(corredor.__file__).parent / "region" / "data"
SCENARIO = "baseline"
SMALLEST_KG = 20.0
HEADER = """\
# What enters {name} over its edge, kilograms a month, by the first cell inside and market bound for.
# Mean of {months} months, {replicates} replicate(s) of '{scenario}' (seed {seed}) at {resolution:g} degrees,
# corredor {version} at commit {commit}.
# Simulated, not observed. A load that leaves the region and comes back is counted each time it enters.
# Entries under {smallest:g} kg a month are left out. Written by tools/record_inflow.py.
"""


def inside(region: Region, name: str) -> NDArray[np.bool_]:
    """The cells of the Americas that belong to a sub-region, as ``corredor.region.cut`` takes them."""
    extent = EXTENTS[name]
    own = region.land & np.isin(region.country, [region.countries.index(c) for c in extent.countries])
    distance, _ = nearest_km(region.lat, region.lon, region.lat[own], region.lon[own])
    kept: NDArray[np.bool_] = own | (~region.land & (distance <= extent.sea_km))
    return kept


def entering(model: TraffickingModel, kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Kilograms that entered this month, shape (markets, n), at the first cell inside."""
    region, traffic = model.region, model.traffic
    arcs = region.arcs
    within = arcs.head < region.n
    over = np.flatnonzero(within)[~kept[arcs.tail[within]] & kept[arcs.head[within]]]
    passing = traffic.flow_kg[:, arcs.tail[over]]
    share = passing / np.maximum(passing.sum(axis=0), 1e-9)
    kg = np.zeros((len(MARKETS), region.n))
    for market in range(len(MARKETS)):
        np.add.at(kg[market], arcs.head[over], share[market] * traffic.arc_kg[over])
    return kg


def main() -> None:
    """Run, add up, write both tables."""
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    total: dict[str, NDArray[np.float64]] = {}
    scenario = corredor.load(SCENARIO)
    for replicate in range(replicates):
        model = TraffickingModel(scenario, replicate=replicate)
        masks = {name: inside(model.region, name) for name in EXTENTS}
        for _ in range(model.months):
            model.step()
            for name, kept in masks.items():
                total[name] = total.get(name, 0.0) + entering(model, kept)
        region = model.region
        model.close()
    for name, kg in total.items():
        write(name, region, kg / (replicates * scenario.months), replicates, scenario.months)


def write(name: str, region: Region, kg: NDArray[np.float64], replicates: int, months: int) -> None:
    """One table, largest entries first within a market."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    header = HEADER.format(
        name=name,
        replicates=replicates,
        months=months,
        scenario=SCENARIO,
        resolution=region.resolution,
        version=corredor.__version__,
        seed=corredor.load(SCENARIO).seed,
        commit=commit,
        smallest=SMALLEST_KG,
    )
    rows = [
        (f"{region.lat[cell]:g}", f"{region.lon[cell]:g}", MARKETS[market], f"{kg[market, cell]:.0f}")
        for market in range(len(MARKETS))
        for cell in np.argsort(-kg[market], kind="stable")
        if kg[market, cell] >= SMALLEST_KG
    ]
    with (DATA / f"inflow_{name.replace('-', '_')}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["lat", "lon", "market", "kg_month"])
        table.writerows(rows)
    print(name, len(rows), "entries", f"{kg.sum():.0f} kg a month")


if __name__ == "__main__":
    main()
