"""Worlds: what nobody knows for sure, drawn once and met by every bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from corredor.core import units
from corredor.core.streams import Streams
from corredor.runs.studies.factors import Factor, Value, read_factor
from corredor.scenario.problems import did_you_mean
from corredor.scenario.registry import known_parameters

WEIGHT: Final = "weight"
IGNORED: Final = ("draw", "chain", "sample")
"""Columns of a table of draws that only number them."""


@dataclass(frozen=True)
class Worlds:
    """The uncertain worlds of a study.

    Attributes:
        uncertainties: what differs between them.
        values: one tuple for each world, in the order of ``uncertainties``.
        source: where they are from, one phrase.
    """

    uncertainties: tuple[Factor, ...]
    values: tuple[tuple[Value, ...], ...]
    source: str

    def __len__(self) -> int:
        return len(self.values)

    def table(self) -> pd.DataFrame:
        """A row for each world, a column for each uncertainty."""
        columns = [factor.path for factor in self.uncertainties]
        rows = [
            [v if isinstance(v, float) else f.written(v) for f, v in zip(self.uncertainties, world, strict=True)]
            for world in self.values
        ]
        return pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(len(self.values), name="world"))


def from_ranges(uncertainties: Sequence[Factor], count: int, seed: int) -> Worlds:
    """A Latin hypercube (McKay, Beckman and Conover 1979) over ranges and choices, taken as independent.

    Args:
        uncertainties: ranges or choices.
        count: number of worlds.
        seed: the study's.
    """
    from scipy.stats import qmc

    number = int(Streams(seed).generator("tradeoffs.worlds", 0).integers(2**63 - 1))
    positions = qmc.LatinHypercube(len(uncertainties), rng=number).random(count)
    values = tuple(
        tuple(factor.at(float(u)) for factor, u in zip(uncertainties, row, strict=True)) for row in positions
    )
    return Worlds(tuple(uncertainties), values, "independent ranges, spread evenly (Latin hypercube)")


def from_draws(path: Path, uncertainties: Sequence[Factor], count: int, seed: int) -> Worlds:
    """Worlds drawn from a table of posterior draws, by its ``weight`` if it has one, and others from their ranges.

    Args:
        path: CSV or Parquet, a column for each registered parameter in its registered unit, a row for each draw.
        uncertainties: those that the table does not have.
        count: number of worlds.
        seed: the study's.

    Raises:
        ValueError: with what is wrong and what would be right.
    """
    table = _read(path)
    weight = _weights(table, path)
    drawn = table.drop(columns=[name for name in (WEIGHT, *IGNORED) if name in table])
    factors = tuple(_parameter(str(name), drawn[name], path) for name in drawn)
    if not factors:
        raise ValueError(f"{path.name} has no column that is a registered parameter")
    if both := {factor.path for factor in factors} & {factor.path for factor in uncertainties}:
        raise ValueError(f"'{min(both)}' is a column of {path.name} and has a range too — leave one of them out")
    stream = Streams(seed).generator("tradeoffs.draws", 0)
    rows = stream.choice(len(drawn), count, replace=count > len(drawn), p=weight)
    joint = [tuple(float(value) for value in row) for row in drawn.iloc[np.sort(rows)].to_numpy(float)]
    if not uncertainties:
        return Worlds(factors, tuple(joint), f"{count} of {len(drawn)} draws of {path.name}")
    rest = from_ranges(uncertainties, count, seed)
    values = tuple(ours + theirs for ours, theirs in zip(joint, rest.values, strict=True))
    return Worlds((*factors, *uncertainties), values, f"{count} of {len(drawn)} draws of {path.name}, and ranges")


def _read(path: Path) -> pd.DataFrame:
    if path.suffix not in (".csv", ".parquet"):
        raise ValueError(f"{path.name} — draws are read from .csv or .parquet")
    try:
        table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    except FileNotFoundError:
        raise ValueError(f"{path} does not exist") from None
    except (ValueError, OSError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from None
    if table.empty:
        raise ValueError(f"{path.name} has no draws")
    return table


def _weights(table: pd.DataFrame, path: Path) -> Any:
    if WEIGHT not in table:
        return None
    weight = table[WEIGHT].to_numpy(float)
    if not (np.isfinite(weight).all() and (weight >= 0.0).all() and weight.sum() > 0.0):
        raise ValueError(f"{path.name}: weights must be numbers from 0, not all of them 0")
    return weight / weight.sum()


def _parameter(name: str, values: pd.Series, path: Path) -> Factor:
    known: Mapping[str, Any] = known_parameters()
    if name not in known:
        raise ValueError(f"{path.name}: no registered parameter is called '{name}'{did_you_mean(name, known)}")
    try:
        numbers = values.to_numpy(float)
    except ValueError:
        numbers = np.array([np.nan])
    if not np.isfinite(numbers).all():
        raise ValueError(f"{path.name}: '{name}' has values that are no numbers")
    unit = known[name].spec.unit
    return Factor(name, float(numbers.min()), float(numbers.max()), "" if units.is_dimensionless(unit) else unit)


def read_uncertainties(given: Mapping[str, object]) -> tuple[list[Factor], dict[str, str]]:
    """Uncertainties as a study file writes them, and what is wrong by name."""
    found, wrong = [], {}
    for path, value in given.items():
        try:
            found.append(read_factor(path, value))
        except ValueError as error:
            wrong[path] = str(error)
    return found, wrong
