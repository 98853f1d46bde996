"""The benchmarks as a table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from corredor.bench import suite


def bench(
    finest: float = 0.25,
    parts: Collection[str] = (),
    *,
    chart: str | Path | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """Measure speed on this machine as ratios to named references, as ``corredor bench`` does.

    Args:
        finest: the smallest cell, degrees; coarser grids are included.
        parts: of ``corredor.bench.NAMES``; all if there are none.
        chart: a ``.png`` or ``.svg`` file for what each process of a month costs.
        told: gets the name of each part before it runs.

    Returns:
        Columns ``name``, ``reference`` (or the unit, where there is nothing to compare with), ``ratio`` (median),
        ``low``, ``high`` (quartiles), ``goal`` and ``met`` (nothing where there is no goal).

    Raises:
        ValueError: if there is no such part.
    """
    wrong = [name for name in parts if name not in suite.NAMES]
    if wrong:
        raise ValueError(f"no part is called {', '.join(wrong)}: {', '.join(suite.NAMES)}")
    rows = suite.benchmarks(finest, told, parts)
    if chart is not None:
        from corredor.bench.chart import save_month

        save_month(rows, Path(chart))
    return pd.DataFrame([asdict(row) for row in rows], dtype=object)
