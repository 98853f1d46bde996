"""World Bank: one indicator a file, a column a year (``API_…_DS2_….csv`` as the data catalogue gives it out)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pandas as pd

from corredor.calibration.errors import DataError
from corredor.calibration.loaders.finishing import finished, noted
from corredor.calibration.loaders.raw import numbers, read_raw
from corredor.calibration.tidy import Table

COLUMNS: Final = {
    "place": ("country code",),
    "indicator": ("indicator code",),
    "meaning": ("indicator name",),
}
INDICATORS: Final = {
    "VC.IHR.PSRC.P5": "homicide_rate",
    "SP.POP.TOTL": "population",
    "GE.EST": "government_effectiveness",
    "CC.EST": "control_of_corruption",
    "GOV_WGI_GE.EST": "government_effectiveness",
    "GOV_WGI_CC.EST": "control_of_corruption",
}
_AGAIN: Final = re.compile(r"(\d{4}) \(\d+\)")
# The World Bank's groups of countries have codes that look like a country's.
_GROUPS: Final = frozenset(
    """AFE AFR AFW ARB CAA CEA CEB CEU CLA CME CSA CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBB IBD IBT IDA IDB IDX
    INX LAC LCN LDC LIC LMC LMY LTE MDE MEA MIC MNA NAC NAF NRS NXS OED OSS PRE PSS PST RRS SAS SSA SSF SST SXZ TEA TEC
    TLA TMN TSA TSS UMC WLD XZN""".split()  # noqa: SIM905 — as words it can be read and compared
)


def load(path: Path, *, compiled: str, allow_gaps: bool = False) -> Table:
    """One indicator by country and year; groups of countries are left out.

    Args:
        path: the file.
        compiled: when it was downloaded, ``YYYY-MM``.
        allow_gaps: as in ``finished``.

    Raises:
        DataError: if it has other columns or another indicator, duplicates or missing years.
    """
    table = read_raw(path, COLUMNS)
    codes = sorted(set(table["indicator"]))
    if len(codes) != 1 or codes[0] not in INDICATORS:
        raise DataError(path.name, [f"indicator {', '.join(codes)} — known are {', '.join(INDICATORS)}, one a file"])
    years = [column for column in table.columns if column.isdigit()]
    if not years:
        raise DataError(path.name, ["no column is a year"])
    # What stands in a header a second time is numbered by the reader.
    if twice := [named[1] for named in map(_AGAIN.fullmatch, table.columns) if named]:
        raise DataError(path.name, [f"duplicate year {', '.join(twice)}: two columns have it"])
    series = INDICATORS[codes[0]]
    rows = table[~table["place"].isin(_GROUPS)].melt("place", years, var_name="year", value_name="value")
    rows = rows[~rows["value"].isin(["", ".."])]
    found = Table(
        path.name,
        str(table["meaning"].iloc[0]),
        "country",
        compiled,
        noted("World Bank", {series: f"indicator {codes[0]}"}),
        (),
        rows.assign(series=series, value=numbers(rows, "value", path.name), year=pd.to_numeric(rows["year"])),
    )
    return finished(found, allow_gaps=allow_gaps)
