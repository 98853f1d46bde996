"""A registered forecast: what is said of years that nobody has seen, frozen with the rule by which it is scored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from corredor.calibration.forecast import MEMBERS, Forecast
from corredor.calibration.skill import skill_table
from corredor.runs.errors import FolderError
from corredor.runs.parts import temporary_beside, write_json

RECORD: Final = "registered.json"
RATES: Final = "forecast.csv"
KEYS: Final = ["forecast", "place", "year"]
RULE: Final = (
    "Each forecast is a set of equally likely rates of reported homicide per 100 000 and year, for every place and "
    "year of this file.",
    "What came is the count of intentional homicide over the population that the publisher named below gives for the "
    "same year, as first published after the year has ended; later revisions do not count.",
    "A place and year without a published count is left out for every forecast alike; nothing else is left out.",
    "The score is the continuous ranked probability score of the counts that rates and that population make, mean over "
    "places and years; the smaller the better. Beside it stand the same per 100 000, how often what came lies in the "
    "50 % and 90 % intervals, their width, and the rank correlation of mean rates across places.",
    "A rival is beaten if its mean score is larger; the difference is told with its standard error, places taken as "
    "units. No forecast is changed, added or withdrawn after this file is published.",
)
_PUBLISHER: Final = "UNODC, victims of intentional homicide"


class ChangedError(RuntimeError):
    """A registered forecast is not what it was when it was frozen."""


@dataclass(frozen=True)
class Registered:
    """A forecast that was frozen.

    Attributes:
        record: what it is of, the rule, and the seal.
        rates: index ``forecast``, ``place``, ``year``; a column for each equally likely rate per 100 000.
    """

    record: Mapping[str, Any]
    rates: pd.DataFrame

    @property
    def seal(self) -> str:
        """SHA-256 of the record and the rates together: what to publish elsewhere."""
        return str(self.record["seal"])


def rates_of(forecast: Forecast) -> pd.DataFrame:
    """A forecast as rates per 100 000, in ``MEMBERS`` equally likely values: index ``KEYS``."""
    levels = (np.arange(MEMBERS) + 0.5) / MEMBERS
    people = forecast.rows["population"].to_numpy(float)[:, None]
    rates = np.quantile(1e5 * forecast.members / people, levels, axis=1).T
    index = pd.MultiIndex.from_arrays(
        [[forecast.name] * len(rates), forecast.rows["group"], forecast.rows["year"]], names=KEYS
    )
    return pd.DataFrame(rates, index=index, columns=[f"m{i + 1}" for i in range(MEMBERS)])


def register(folder: Path, forecasts: Sequence[Forecast], about: Mapping[str, Any]) -> Registered:
    """Freeze forecasts of years to come.

    Args:
        folder: where; nothing may be registered there yet.
        forecasts: ours first, and then its rivals, of the same places and years.
        about: what else to record: the posterior, the model's version, what was known.

    Raises:
        FolderError: if a forecast is registered there.
    """
    if (folder / RECORD).exists():
        raise FolderError(f"{folder} holds a registered forecast — a second one goes into another folder, beside it")
    folder.mkdir(parents=True, exist_ok=True)
    table = pd.concat([rates_of(forecast) for forecast in forecasts])
    with temporary_beside(folder / RATES) as temporary:
        table.to_csv(temporary, float_format="%.5g", lineterminator="\n")
    years = [int(year) for year in sorted(set(forecasts[0].rows["year"]))]
    record: dict[str, Any] = {
        "status": "simulated; registered before the years that it is of were published",
        **about,
        "years": years,
        "places": sorted(map(str, set(forecasts[0].rows["group"]))),
        "ours": forecasts[0].name,
        "rivals": [forecast.name for forecast in forecasts[1:]],
        "publisher": _PUBLISHER,
        "rule": list(RULE),
        "file": RATES,
        "checksum": hashlib.sha256((folder / RATES).read_bytes()).hexdigest(),
    }
    write_json(folder / RECORD, record | {"seal": _seal(record)})
    return open_registered(folder)


def open_registered(folder: str | Path) -> Registered:
    """A registered forecast, if it still is what was frozen.

    Raises:
        FolderError: if there is none.
        ChangedError: if the rates or anything in the record were changed since.
    """
    path = Path(folder)
    if not (path / RECORD).is_file():
        raise FolderError(f"{folder} holds no registered forecast: there is no {RECORD} in it")
    record: dict[str, Any] = json.loads((path / RECORD).read_text("utf-8"))
    rates = path / str(record["file"])
    if not rates.is_file() or hashlib.sha256(rates.read_bytes()).hexdigest() != record["checksum"]:
        raise ChangedError(f"{rates} is not the file that was registered — restore it; it cannot be scored")
    if _seal({key: value for key, value in record.items() if key != "seal"}) != record["seal"]:
        raise ChangedError(f"{path / RECORD} was changed since it was sealed — restore it; it cannot be scored")
    return Registered(record, pd.read_csv(rates).set_index(KEYS))


def score_registered(registered: Registered, came: pd.DataFrame) -> pd.DataFrame:
    """Score a registered forecast by its rule.

    Args:
        registered: of ``open_registered``.
        came: columns ``place``, ``year``, ``homicides``, ``population``, as published.

    Returns:
        As ``skill_table``, with ours as the one with which rivals are compared.

    Raises:
        ValueError: if nothing that was forecast has come yet.
    """
    there = registered.rates.loc[registered.record["ours"]].index
    rows = came.dropna(subset=["homicides", "population"]).rename(columns={"homicides": "observed", "place": "group"})
    keys = pd.MultiIndex.from_frame(rows[["group", "year"]])
    rows = rows[keys.isin(there)].reset_index(drop=True)
    if rows.empty:
        first, last = registered.record["years"][0], registered.record["years"][-1]
        raise ValueError(f"none of these figures is of a place and year that was forecast ({first} to {last})")
    names = [registered.record["ours"], *registered.record["rivals"]]
    return skill_table([_counts(registered, name, rows) for name in names], rows)


def _counts(registered: Registered, name: str, rows: pd.DataFrame) -> Forecast:
    keys = pd.MultiIndex.from_frame(rows[["group", "year"]])
    rates = registered.rates.loc[name].loc[keys].to_numpy(float)
    people = rows["population"].to_numpy(float)[:, None]
    return Forecast(name, rows[["group", "year", "population"]], rates * people / 1e5)


def _seal(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(dict(record), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
