"""The regions that exist, and how to load one."""

from __future__ import annotations

from functools import lru_cache

from corredor.region.region import Region
from corredor.region.settings import RegionParameters

SYNTHETIC = ("ring", "two-corridors", "random")
REAL: dict[str, tuple[float, ...]] = {
    "americas": (2.0, 1.0, 0.5, 0.25),
    "mexico": (1.0, 0.5, 0.25),
    "central-america": (1.0, 0.5, 0.25),
}
DEFAULT_RESOLUTION = {"mexico": 0.25, "central-america": 0.25}


def names() -> tuple[str, ...]:
    """Names of the regions that ``load`` knows."""
    return (*REAL, *SYNTHETIC)


def load(
    name: str,
    resolution: float | None = None,
    *,
    size: int | None = None,
    seed: int = 0,
    parameters: RegionParameters | None = None,
) -> Region:
    """The region called ``name``, built once per process and shared: its arrays are read-only.

    Args:
        name: one of ``names()``.
        resolution: degrees; by default 1, and 0.25 for ``mexico`` and ``central-america``.
        size: of a synthetic region, in cells (around a ring, along a side, or columns of two corridors).
        seed: of the ``random`` region.
        parameters: assumptions of the region, where they are not the defaults.

    Raises:
        ValueError: if there is no such region, resolution or size; the message says what there is.
    """
    if name not in names():
        raise ValueError(f"no region is called '{name}': there is {', '.join(names())}")
    degrees = DEFAULT_RESOLUTION.get(name, 1.0) if resolution is None else float(resolution)
    if name in REAL:
        if degrees not in REAL[name]:
            offered = ", ".join(f"{r:g}" for r in REAL[name])
            raise ValueError(f"'{name}' does not exist at {degrees:g} degrees: there is {offered}")
        if size is not None:
            raise ValueError(f"'{name}' is a real region and has no size to choose")
    elif not 0.0 < degrees <= 5.0:
        raise ValueError(f"'{name}' needs a resolution above 0 and at most 5 degrees, not {degrees:g}")
    return _build(name, degrees, size, seed, parameters or RegionParameters())


@lru_cache(maxsize=32)
def _build(name: str, resolution: float, size: int | None, seed: int, parameters: RegionParameters) -> Region:
    from corredor.region import americas, cut, synthetic

    if name == "americas":
        return americas.build(resolution, parameters)
    if name in cut.EXTENTS:
        return cut.cut(_build("americas", resolution, None, 0, parameters), name)

    if name == "ring":
        return synthetic.ring(resolution, size, parameters)
    if name == "two-corridors":
        return synthetic.two_corridors(resolution, size, parameters)
    return synthetic.random(resolution, size, seed, parameters)
