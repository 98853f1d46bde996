"""Maps on the region's own grid: land, coastlines and borders are drawn from its mask, never finer than its cells."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.colors import ListedColormap, Normalize
from numpy.typing import NDArray

from corredor.figures import style
from corredor.region.region import Floats, Region

SEA: Final = -1
OUTSIDE: Final = -2
MARGIN: Final = 4.0
"""Degrees around what a map is cut to."""


def on_grid(region: Region, values: NDArray[np.floating]) -> Floats:
    """Values of the cells, shape (n,), on the full grid, shape ``region.shape``, NaN where there is no cell."""
    grid = np.full(region.shape, np.nan)
    grid[region.row, region.column] = values
    return grid


def base(axes: Axes, region: Region) -> None:
    """Land, coastlines and country borders, and axes in degrees."""
    country = np.full(region.shape, OUTSIDE)
    country[region.row, region.column] = np.where(region.land, region.country, SEA)
    west, south = _corner(region)
    _fill(axes, region, np.where(country >= 0, 1.0, np.nan), style.LAND)
    coast, border = _outlines(country, west, south, region.resolution)
    axes.add_collection(LineCollection(border, colors="#ffffff", linewidths=0.9, zorder=1.5))
    axes.add_collection(LineCollection(border, colors=style.MUTED, linewidths=0.45, zorder=3))
    axes.add_collection(LineCollection(coast, colors=style.MUTED, linewidths=0.7, zorder=3))
    _frame(axes, region)


def field(axes: Axes, region: Region, values: Floats, norm: Normalize, colours: str) -> QuadMesh:
    """Values of the cells, shape (n,), as squares of the grid; NaN is not drawn."""
    return _mesh(axes, region, on_grid(region, values), norm=norm, cmap=style.colour_map(colours), zorder=2)


def categories(axes: Axes, region: Region, members: NDArray[np.bool_], colour: str) -> None:
    """The cells of one category, shape (n,), in one colour."""
    _fill(axes, region, on_grid(region, np.where(members, 1.0, np.nan)), colour, zorder=2)


def zoom(axes: Axes, region: Region, members: NDArray[np.bool_]) -> None:
    """Show no more than the cells given, shape (n,), and a margin around them."""
    west, east, south, north = _window(region, members)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)


def proportion(region: Region, members: NDArray[np.bool_]) -> float:
    """Height over width of a map that ``zoom`` has cut."""
    west, east, south, north = _window(region, members)
    return (north - south) / (east - west) * _stretch(region)


def _window(region: Region, members: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """West, east, south and north of the cells given and a margin, within the region, degrees."""
    shown = members if members.any() else np.ones(region.n, dtype=bool)
    half = region.resolution / 2
    lon, lat = region.lon, region.lat
    return (
        float(max(lon.min() - half, lon[shown].min() - MARGIN)),
        float(min(lon.max() + half, lon[shown].max() + MARGIN)),
        float(max(lat.min() - half, lat[shown].min() - MARGIN)),
        float(min(lat.max() + half, lat[shown].max() + MARGIN)),
    )


def _stretch(region: Region) -> float:
    """How much longer a degree of latitude is than one of longitude in the middle of the region."""
    middle = (float(region.lat.min()) + float(region.lat.max())) / 2
    return 1 / max(float(np.cos(np.radians(middle))), 0.3)


def _fill(axes: Axes, region: Region, grid: Floats, colour: str, zorder: float = 1) -> None:
    flat = ListedColormap([colour]).with_extremes(bad=(0, 0, 0, 0))
    _mesh(axes, region, grid, norm=Normalize(0, 2), cmap=flat, zorder=zorder)


def _mesh(axes: Axes, region: Region, grid: Floats, *, norm: Normalize, cmap: object, zorder: float) -> QuadMesh:
    west, south = _corner(region)
    rows, columns = region.shape
    x = west + region.resolution * np.arange(columns + 1)
    y = south + region.resolution * np.arange(rows + 1)
    masked = np.ma.masked_invalid(grid)
    return axes.pcolormesh(x, y, masked, norm=norm, cmap=cmap, zorder=zorder, rasterized=True, edgecolors="none")  # type: ignore[arg-type]


def _corner(region: Region) -> tuple[float, float]:
    """Western and southern edge of the full grid, degrees."""
    west = float(region.lon[0] - (region.column[0] + 0.5) * region.resolution)
    south = float(region.lat[0] - (region.row[0] + 0.5) * region.resolution)
    return west, south


def _outlines(
    country: NDArray[np.int64], west: float, south: float, step: float
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Edges of cells between land and what is not, and between two countries, as segments in degrees."""
    coast: list[NDArray[np.float64]] = []
    border: list[NDArray[np.float64]] = []
    for axis in (0, 1):
        a, b = (country[:-1], country[1:]) if axis == 0 else (country[:, :-1], country[:, 1:])
        for found, edges in ((coast, (a >= 0) != (b >= 0)), (border, (a >= 0) & (b >= 0) & (a != b))):
            for row, column in zip(*np.nonzero(edges), strict=True):
                y0, x0 = (row + 1, column) if axis == 0 else (row, column + 1)
                y1, x1 = (y0, x0 + 1) if axis == 0 else (y0 + 1, x0)
                found.append(np.array([[west + x0 * step, south + y0 * step], [west + x1 * step, south + y1 * step]]))
    return coast, border


def _frame(axes: Axes, region: Region) -> None:
    zoom(axes, region, np.ones(region.n, dtype=bool))
    axes.set_aspect(_stretch(region))
    axes.set_xlabel("longitude (°)")
    axes.set_ylabel("latitude (°)")
    axes.locator_params(nbins=5)
    style.despine_for_map(axes)
