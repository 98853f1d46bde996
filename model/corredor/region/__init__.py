"""Where: cells, arcs, places and markets, built from data that ships with the package."""

from corredor.region.catalogue import load, names
from corredor.region.region import CORRIDORS, MARKETS, Arcs, Inflow, Mode, Region, Sink, Zone
from corredor.region.settings import RegionParameters

__all__ = [
    "CORRIDORS",
    "MARKETS",
    "Arcs",
    "Inflow",
    "Mode",
    "Region",
    "RegionParameters",
    "Sink",
    "Zone",
    "load",
    "names",
]
