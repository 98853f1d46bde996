"""What figures and the report read of a run: tables, region and the resolved scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from corredor.region.region import Region
from corredor.scenario.scenario import Scenario


class RunTables(Protocol):
    """A finished run, as figures see it; ``corredor.runs.Run`` is one.

    Attributes:
        scenario: as it was resolved.
        manifest: what the run folder's ``manifest.json`` says.
        geography: the region that was simulated.
        national, divisions, organisations, events, corridors, region, cells: tables, see ``interface.md``.
    """

    @property
    def scenario(self) -> Scenario: ...
    @property
    def manifest(self) -> Mapping[str, Any]: ...
    @property
    def geography(self) -> Region: ...
    @property
    def national(self) -> pd.DataFrame: ...
    @property
    def divisions(self) -> pd.DataFrame: ...
    @property
    def organisations(self) -> pd.DataFrame: ...
    @property
    def events(self) -> pd.DataFrame: ...
    @property
    def corridors(self) -> pd.DataFrame: ...
    @property
    def region(self) -> pd.DataFrame: ...
    @property
    def cells(self) -> pd.DataFrame: ...
