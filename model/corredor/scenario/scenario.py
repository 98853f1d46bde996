"""The scenario: everything a run depends on, checked, in base units, and fixed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SerializeAsAny, field_validator

from corredor.core.plan import Plan
from corredor.region import catalogue
from corredor.region.region import Region
from corredor.region.settings import RegionParameters
from corredor.scenario.dates import month_name, month_number
from corredor.scenario.entries import EventEntry, PolicyEntry, read_event, read_policy
from corredor.scenario.fields import Month, Months, Strict, Text, Whole, read_text, whole_months
from corredor.scenario.problems import did_you_mean, one_of
from corredor.scenario.regions import RegionChoice
from corredor.scenario.registry import known_parameters, read_mechanisms, read_parameters

FORMAT: Final = 1
RECORDABLE: Final = ("flows", "homicides", "organisations", "prices", "seizures", "cells")
RECORDED: Final = RECORDABLE[:-1]
"""Recorded unless a scenario says otherwise; ``cells`` is large."""
WITHOUT_POLICIES: Final = "without policies"
"""What ``control`` says where the control is the scenario itself with nothing done, so that one file is enough."""

Policy = Annotated[SerializeAsAny[PolicyEntry], BeforeValidator(read_policy)]
Event = Annotated[SerializeAsAny[EventEntry], BeforeValidator(read_event)]


def _recordable(value: object) -> object:
    if value not in RECORDABLE:
        raise ValueError(f"'{value}' cannot be recorded" + did_you_mean(str(value), RECORDABLE, one_of(RECORDABLE)))
    return value


class Scenario(Strict):
    """What a run is given. ``corredor.scenario.load`` reads one from YAML.

    Attributes:
        corredor: version of the format.
        name: what it is called.
        description: what question it asks, and what to look at.
        control: the scenario it is to be compared with, by shipped name or path, or ``WITHOUT_POLICIES``.
        region: where.
        start: first month of the run, ``YYYY-MM``.
        duration: months.
        seed: of the first replicate.
        replicates: how many runs.
        parameters: values that are not the defaults, each in its parameter's own unit.
        mechanisms: mechanisms and processes that are switched on or off.
        policies, events: in the order of the file.
        record: which tables are written.
        provenance: where each value was written, ``file:line`` by path; values that are not in it are defaults.
        warnings: what is allowed, but should be known.
    """

    corredor: Literal[1]
    name: Text
    description: Annotated[str, BeforeValidator(read_text)] = ""
    control: Text | None = None
    region: RegionChoice
    start: Month
    duration: Annotated[Months, AfterValidator(whole_months)]
    seed: Annotated[Whole, Field(ge=0, lt=2**63)] = 1
    replicates: Annotated[Whole, Field(ge=1, le=1_000_000)] = 20
    parameters: Annotated[dict[str, float], BeforeValidator(read_parameters)] = Field(default={})
    mechanisms: Annotated[dict[str, bool], BeforeValidator(read_mechanisms)] = Field(default={})
    policies: tuple[Policy, ...] = ()
    events: tuple[Event, ...] = ()
    record: tuple[Annotated[str, BeforeValidator(_recordable)], ...] = RECORDED
    provenance: Mapping[str, str] = Field(default={}, exclude=True, repr=False)
    warnings: tuple[str, ...] = Field(default=(), exclude=True, repr=False)

    @field_validator("corredor", mode="before")
    @classmethod
    def _version(cls, value: Any) -> Any:
        if value != FORMAT or isinstance(value, bool):
            raise ValueError(
                f"format version {str(value)[:20]} is not known here — this corredor reads version {FORMAT}"
            )
        return FORMAT

    def __eq__(self, other: object) -> bool:
        """Equal if they lead to the same run, wherever their values were written."""
        return isinstance(other, Scenario) and self.model_dump() == other.model_dump()

    @property
    def slug(self) -> str:
        """The name as a file is called: ``balloon_effect``."""
        return re.sub(r"[^a-z0-9]+", "_", self.name.lower()).strip("_") or "scenario"

    @property
    def months(self) -> int:
        """Length of the run."""
        return int(self.duration)

    @property
    def start_month(self) -> tuple[int, int]:
        """Calendar year and month (January is 1) of month 0."""
        return int(self.start[:4]), int(self.start[5:])

    @property
    def end(self) -> str:
        """The first month after the run, ``YYYY-MM``."""
        return month_name(month_number(self.start) + self.months)

    def month_of_run(self, month: str) -> int:
        """Months from the start of the run to a ``YYYY-MM``; negative before it."""
        return month_number(month) - month_number(self.start)

    def load_region(self) -> Region:
        """The region with this scenario's assumptions about it; built once in a process."""
        own = {n.removeprefix("region."): v for n, v in self.parameters.items() if n.startswith("region.")}
        parameters = RegionParameters(**own)
        return catalogue.load(self.region.name, self.region.resolution, parameters=parameters)

    def plan(self, region: Region) -> Plan:
        """Policies and events on the cells of a region, in months of the run.

        Raises:
            PlaceError: if a place does not exist in the region.
        """
        from corredor.scenario import planning

        return planning.plan(self, region)

    def to_yaml(self) -> str:
        """All of it, so that it loads back to an equal scenario without the files it extends."""
        from corredor.scenario import writing

        return writing.to_yaml(self)

    def to_json(self) -> str:
        """The same as JSON."""
        from corredor.scenario import writing

        return writing.to_json(self)

    @property
    def region_name(self) -> str:
        """Name of the region."""
        return self.region.name

    @property
    def resolution(self) -> float:
        """Degrees."""
        return self.region.resolution

    @property
    def parameter_values(self) -> dict[str, float]:
        """What differs from the defaults; every parameter is registered once this has been asked for."""
        known_parameters()
        return self.parameters

    @property
    def mechanism_states(self) -> dict[str, bool]:
        """What is switched on or off."""
        return self.mechanisms
