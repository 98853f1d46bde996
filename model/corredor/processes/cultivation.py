"""Cultivation and production: growers answer the farm gate, sprayed land is replanted, leaf becomes cocaine."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.world import World
from corredor.core.parameters import DRAWN, UNMEASURED, Spec, process_parameters
from corredor.processes.hubs import hub_of_cells
from corredor.processes.process import Process
from corredor.region.region import Floats

LEAST_PRICE_RATIO = 0.05
"""Growers' price relative to the alternative is not taken below this, where a power law would empty every field."""


@process_parameters("cultivation")
class CultivationParameters(NamedTuple):
    """Growers' response, eradication and yield."""

    price_elasticity: Annotated[
        float,
        Spec(
            "1",
            0.3,
            2.5,
            UNMEASURED + DRAWN,
            "long-run elasticity of planted area to the farm gate over the alternative",
        ),
    ] = 1.40856
    most_growth: Annotated[
        float, Spec("1", 2, 20, UNMEASURED, "largest area that growers aim for, relative to the survey")
    ] = 8.0
    planting_months: Annotated[
        float, Spec("month", 12, 72, UNMEASURED, "time in which growers close the gap to the area they want, planting")
    ] = 36.0
    abandoning_months: Annotated[
        float, Spec("month", 6, 48, UNMEASURED, "time in which growers close the gap, leaving fields")
    ] = 18.0
    maturing_months: Annotated[
        float, Spec("month", 6, 18, UNMEASURED, "time until planted coca yields (a bush is picked within a year)")
    ] = 9.0
    yield_kg_ha: Annotated[
        float,
        Spec(
            "kg/ha/year",
            3,
            8,
            "UNODC & SIMCI, several years: the 1990s (recalled)",
            "cocaine made from a mature hectare in a year",
        ),
    ] = 4.3
    clearing: Annotated[float, Spec("1", 0.5, 1, UNMEASURED, "share of the sprayed area that is really lost")] = 0.9
    replanting: Annotated[float, Spec("1/month", 0.1, 0.6, UNMEASURED, "rate at which cleared land is replanted")] = (
        0.25
    )
    replanting_elsewhere: Annotated[
        float, Spec("1", 0, 0.5, UNMEASURED, "share of replanting that happens in other growing areas of the country")
    ] = 0.03


class Fields(NamedTuple):
    """Hectares of the cells where coca grew when it was surveyed, shape (F,) each; coca grows nowhere else."""

    planted: Floats
    mature: Floats
    cleared: Floats

    def lose(self, hectares: Floats) -> None:
        """Take hectares off, mature ones in proportion."""
        share = np.divide(hectares, self.planted, out=np.zeros_like(hectares), where=self.planted > 0.0)
        self.mature[:] -= self.mature * share
        self.planted[:] -= hectares


class Cultivation(Process):
    """Hectares of coca by cell, and the cocaine made from those that yield."""

    name: ClassVar[str] = "cultivation"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.hub = hub_of_cells(world.region)
        self.fields = np.flatnonzero(world.region.coca_ha > 0.0)
        self.surveyed: Floats = world.region.coca_ha[self.fields]
        world.cocaine.coca_ha[:] = world.region.coca_ha
        world.cocaine.mature_ha[:] = world.region.coca_ha

    def step(self) -> None:
        """Planting and leaving, spraying, replanting, ripening, making."""
        state, cells = self.world.cocaine, self.fields
        fields = Fields(state.coca_ha[cells], state.mature_ha[cells], state.cleared_ha[cells])
        if self.world.mechanisms.on("cultivation.price_response"):
            self._answer_price(fields)
        self._clear(fields)
        if self.world.mechanisms.on("cultivation.replanting"):
            self._replant(fields)
        fields.mature[:] += (fields.planted - fields.mature) / self.world.parameters.cultivation.maturing_months
        state.coca_ha[cells], state.mature_ha[cells], state.cleared_ha[cells] = fields
        self._make()

    def _answer_price(self, fields: Fields) -> None:
        """Partial adjustment to a constant-elasticity target; fields that wait to be replanted count as planted."""
        state, p, cells = self.world.cocaine, self.world.parameters.cultivation, self.fields
        content = state.content_usd_kg[cells]
        known = content > 0.0
        ratio = np.ones(len(known))
        worth_it = content[known] * self.world.levers.alternative_income[cells[known]]
        ratio[known] = np.maximum(state.farm_gate_usd_kg[cells[known]] / worth_it, LEAST_PRICE_RATIO)
        wanted = self.surveyed * np.minimum(ratio**p.price_elasticity, p.most_growth)
        gap = np.where(known, wanted - fields.planted - fields.cleared, 0.0)
        months = np.where(gap > 0.0, p.planting_months, p.abandoning_months)
        change = np.maximum(gap / months, -fields.planted)
        fields.lose(np.maximum(-change, 0.0))
        fields.planted[:] += np.maximum(change, 0.0)

    def _clear(self, fields: Fields) -> None:
        """Sprayed or pulled-up land goes to the cleared pool."""
        levers, cells = self.world.levers, self.fields
        hit = np.minimum(levers.spray_ha[cells], fields.planted) * self.world.parameters.cultivation.clearing
        hit += np.minimum(levers.uproot_ha[cells], fields.planted - hit)
        fields.lose(hit)
        fields.cleared[:] += hit

    def _replant(self, fields: Fields) -> None:
        """Cleared land comes back, part of it in the other fields of the same country."""
        p = self.world.parameters.cultivation
        back = fields.cleared * (1.0 - np.exp(-p.replanting))
        if not back.any():
            return
        fields.cleared[:] -= back
        country = self.world.region.country[self.fields]
        countries = len(self.world.region.countries)
        away = np.bincount(country, p.replanting_elsewhere * back, countries)
        standing = np.bincount(country, fields.planted, countries)
        moves = standing > 0.0
        spread = np.divide(away, standing, out=np.zeros(countries), where=moves)
        stays = np.where(moves[country], 1.0 - p.replanting_elsewhere, 1.0)
        fields.planted[:] += stays * back + spread[country] * fields.planted

    def _make(self) -> None:
        """Cocaine of the month, to the stock of the hubs; and what enters a sub-region over its edge."""
        world, state, cells = self.world, self.world.cocaine, self.fields
        yearly = world.parameters.cultivation.yield_kg_ha * world.levers.yield_factor[cells]
        produced = state.mature_ha[cells] * yearly / 12.0
        state.produced_kg[cells] = produced
        np.add.at(state.stock_kg, self.hub[cells], produced)
        world.ledger.cocaine.post("produced", produced.sum())
        inflow = world.region.inflow
        if len(inflow.cell):
            np.add.at(state.stock_kg, self.hub[inflow.cell], inflow.kg_month)
            world.ledger.cocaine.post("inflow", inflow.kg_month.sum())
