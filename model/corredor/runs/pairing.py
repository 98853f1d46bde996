"""Pairs: two runs that share every random number a policy does not touch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from corredor.runs.errors import FolderError
from corredor.runs.manifest import FILE
from corredor.runs.run import Run
from corredor.scenario.controls import without_policies
from corredor.scenario.scenario import WITHOUT_POLICIES


def pair(base: Run, other: Run) -> list[int]:
    """The replicates that two runs have in common and that are pairs.

    Raises:
        FolderError: if the two cannot be paired.
    """
    for what, ours, theirs in (
        ("seed", base.seed, other.seed),
        ("region", base.scenario.region, other.scenario.region),
        ("start", base.scenario.start, other.scenario.start),
        ("version of the code", base.manifest["code"], other.manifest["code"]),
    ):
        if ours != theirs:
            raise FolderError(
                f"'{base.name}' and '{other.name}' are no pair: their {what} differs — run them again with the same"
            )
    common = sorted({*base.replicates} & {*other.replicates})
    if not common:
        raise FolderError(f"'{base.name}' and '{other.name}' have no replicate in common")
    return common


def control_beside(run: Run) -> Run | None:
    """The run of a scenario's own control in the same parent folder, if there is one and the two are a pair."""
    scenario = run.scenario
    if scenario.control is None:
        return None
    own = scenario.control == WITHOUT_POLICIES
    folder = run.folder.parent / (without_policies(scenario).slug if own else Path(scenario.control).stem)
    if folder == run.folder or not (folder / FILE).is_file():
        return None
    control = Run(folder)
    try:
        pair(control, run)
    except FolderError:
        return None
    return control


def first_difference(base: Run, other: Run, replicates: list[int]) -> str | None:
    """The first month (``YYYY-MM``) in which any pair differs in any number, or nothing if none does.

    Before a policy starts its pairs are equal to the bit, so this is where its effects can begin.
    """
    months = [
        _first(getattr(base, table), getattr(other, table), keys, replicates)
        for table, keys in (("region", ["replicate", "month"]), ("national", ["replicate", "month", "iso3", "kind"]))
    ]
    found = [month for month in months if month is not None]
    return f"{min(found):%Y-%m}" if found else None


def _first(ours: pd.DataFrame, theirs: pd.DataFrame, keys: list[str], replicates: list[int]) -> pd.Timestamp | None:
    left, right = (t[t["replicate"].isin(replicates)].set_index(keys).sort_index() for t in (ours, theirs))
    shared = left.index.intersection(right.index)
    a, b = left.loc[shared].to_numpy(float), right.loc[shared].to_numpy(float)
    differs = ~((a == b) | (np.isnan(a) & np.isnan(b))).all(axis=1)
    return shared[differs].get_level_values("month").min() if differs.any() else None
