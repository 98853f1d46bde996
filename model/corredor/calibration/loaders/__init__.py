"""Loaders: publishers' own files into the project's layout of figures, one module a publisher.

::

    from corredor.calibration.loaders import unodc
    from corredor.calibration.tidy import write_table

    table = unodc.load(Path("data_cts_intentional_homicide.xlsx"), compiled="2026-11")
    write_table(table, Path("homicide.csv"))
"""

from corredor.calibration.loaders import (
    atlas_da_violencia,
    inegi,
    policia_nacional,
    sesnsp,
    unodc,
    world_bank,
)

__all__ = ["atlas_da_violencia", "inegi", "policia_nacional", "sesnsp", "unodc", "world_bank"]
