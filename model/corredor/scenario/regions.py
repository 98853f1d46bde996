"""The region that a scenario asks for, checked against those that exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, model_validator

from corredor.region import catalogue
from corredor.scenario.fields import Degrees, Strict
from corredor.scenario.problems import did_you_mean, one_of


def _existing(name: str) -> str:
    known = catalogue.names()
    if name not in known:
        raise ValueError(f"there is no region '{name[:40]}'" + did_you_mean(name, known, one_of(known)))
    return name


class RegionChoice(Strict):
    """Which region at which cell size.

    Attributes:
        name: see ``corredor list regions``.
        resolution: degrees; what the region is usually run at when left out.
    """

    name: Annotated[str, AfterValidator(_existing)]
    resolution: Degrees

    @model_validator(mode="before")
    @classmethod
    def _usual_resolution(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise ValueError(f"'{value[:40]}' alone — write {{name: {value[:40]}, resolution: 1 deg}}")
        if isinstance(value, Mapping) and "resolution" not in value:
            usual = catalogue.DEFAULT_RESOLUTION.get(str(value.get("name")), 1.0)
            return {**value, "resolution": f"{usual} deg"}
        return value

    @model_validator(mode="after")
    def _offered(self) -> RegionChoice:
        offered = catalogue.REAL.get(self.name)
        if offered and self.resolution not in offered:
            sizes = ", ".join(f"{size:g} deg" for size in offered)
            raise ValueError(f"'{self.name}' does not exist at {self.resolution:g} deg — one of {sizes}")
        return self
