"""Monthly fields on the grid, and the NetCDF file they become."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.region.region import Region
from corredor.runs.errors import RunError


class Field(NamedTuple):
    """One field of ``cells.nc``."""

    name: str
    unit: str
    meaning: str


CELLS: Final = "cells.nc"
FIELDS: Final = (
    Field("flow_kg", "kg", "cocaine that passed in the month"),
    Field("seized_kg", "kg", "cocaine seized in the month"),
    Field("coca_ha", "ha", "planted with coca"),
    Field("homicides", "1", "people killed in the month"),
    Field("members", "1", "members of organisations at large"),
    Field("trust", "1", "trust in the state, 0 to 1"),
)


class MonthsOnTheGrid:
    """Fields of one replicate.

    Attributes:
        values: shape (fields, months, n), float32; NaN where a field is not defined.
    """

    def __init__(self, world: World, months: int) -> None:
        self._world = world
        self.values: NDArray[np.float32] = np.full((len(FIELDS), months, world.region.n), np.nan, np.float32)

    def record(self, month: int) -> None:
        """Copy one month."""
        world, places = self._world, self._world.region.places
        values = self.values[:, month]
        values[0] = world.traffic.flow_kg.sum(axis=0)
        values[1] = world.traffic.seized_kg
        values[2] = world.cocaine.coca_ha
        values[3, places] = world.violence.killings.sum(axis=0)
        values[4, places] = world.holdings.by_place(world.holdings.members)
        values[5, places] = world.communities.trust


def save_fields(path: Path, values: NDArray[np.float32]) -> None:
    """Keep the fields of one replicate until all are there; the file is whole or absent."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}")
    with temporary.open("wb") as file:
        np.save(file, values)
    temporary.replace(path)


def require_netcdf() -> Any:
    """The module that writes NetCDF.

    Raises:
        RunError: if it is not installed.
    """
    try:
        import h5netcdf
    except ImportError:
        raise RunError(
            "recording monthly cells needs the extra [netcdf]: pip install 'corredor[netcdf]', or take 'cells' out of "
            "the scenario's record"
        ) from None
    return h5netcdf


def write_netcdf(path: Path, region: Region, start: str, parts: Sequence[tuple[int, Path]], title: str) -> None:
    """Write ``cells.nc``, one replicate at a time, so that an ensemble of any size fits in memory.

    Args:
        path: the file.
        region: the region that was simulated.
        start: first month, ``YYYY-MM``.
        parts: number of each replicate and the ``.npy`` file with its ``MonthsOnTheGrid.values``.
        title: of the file.
    """
    months = np.load(parts[0][1], mmap_mode="r").shape[1]
    with require_netcdf().File(path, "w") as file:
        file.attrs["Conventions"] = "CF-1.10"
        file.attrs["title"] = f"{title} (simulated, not a forecast)"
        _write_axes(file, region, start, [replicate for replicate, _ in parts], months)
        for field in FIELDS:
            variable = file.create_variable(
                field.name,
                ("replicate", "time", "lat", "lon"),
                np.float32,
                chunks=(1, min(months, 12), *region.shape),
                compression="gzip",
                fillvalue=np.float32(np.nan),
            )
            variable.attrs["units"], variable.attrs["long_name"] = field.unit, field.meaning
        for i, (_, part) in enumerate(parts):
            values = np.load(part, mmap_mode="r")
            for f, field in enumerate(FIELDS):
                sheet = np.full((months, *region.shape), np.nan, np.float32)
                sheet[:, region.row, region.column] = values[f]
                file.variables[field.name][i] = sheet


def read_netcdf(path: Path, region: Region, parts: Mapping[int, Path]) -> None:
    """Take the fields of replicates out of ``cells.nc`` again, so that others can join them.

    Args:
        path: the file.
        region: the region that was simulated.
        parts: where the fields of each replicate go, by its number.
    """
    with require_netcdf().File(path, "r") as file:
        position = {int(k): i for i, k in enumerate(file.variables["replicate"][:])}
        for k, part in parts.items():
            sheets = [file.variables[field.name][position[k]][:, region.row, region.column] for field in FIELDS]
            save_fields(part, np.stack(sheets))


def _write_axes(file: Any, region: Region, start: str, replicates: list[int], months: int) -> None:
    days = (np.datetime64(start, "M") + np.arange(months)).astype("datetime64[D]") - np.datetime64("1970-01-01")
    lat, lon = np.full(region.shape[0], np.nan), np.full(region.shape[1], np.nan)
    lat[region.row], lon[region.column] = region.lat, region.lon
    axes: tuple[tuple[str, NDArray[Any], dict[str, str]], ...] = (
        ("replicate", np.array(replicates, np.int32), {"long_name": "number of the replicate"}),
        ("time", days.astype(np.int32), {"units": "days since 1970-01-01", "calendar": "standard", "axis": "T"}),
        ("lat", _regular(lat), {"units": "degrees_north", "standard_name": "latitude", "axis": "Y"}),
        ("lon", _regular(lon), {"units": "degrees_east", "standard_name": "longitude", "axis": "X"}),
    )
    file.dimensions = {name: len(values) for name, values, _ in axes}
    for name, values, attributes in axes:
        variable = file.create_variable(name, (name,), data=values)
        for key, value in attributes.items():
            variable.attrs[key] = value


def _regular(centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fill in the centres of rows or columns without any cell."""
    known = np.flatnonzero(~np.isnan(centres))
    if len(known) < 2:
        return np.nan_to_num(centres)
    step = (centres[known[-1]] - centres[known[0]]) / (known[-1] - known[0])
    return np.asarray(centres[known[0]] + step * (np.arange(len(centres)) - known[0]))
