"""What policies and events may turn: multipliers and additions that processes read, neutral at the start of a month.

A policy acts on a mechanism through these, never on an outcome.
"""

from __future__ import annotations

import numpy as np

from corredor.region.region import MARKETS, Floats, Region


class Levers:
    """Arrays over zones, cells (n), places (P), countries (C), market groups or organisations; 1 or 0 is neutral.

    Attributes:
        patrol_assets: (n,) interdiction assets that the standing plan pays for in a cell, multiplier; a zone's agency
            has the sum over its cells to deploy.
        hazard: (n,) seizure hazard per km, multiplier.
        flight_fee: (n,) added US$/kg for flights that leave a cell.
        landing_fee: (n,) added US$/kg for landings at a cell.
        spray_ha: (n,) hectares sprayed or pulled up this month.
        alternative_income: (n,) multiplier of what growers can earn otherwise.
        yield_factor: (n,) kilograms made per hectare, multiplier (capacity shocks).
        demand: (markets,) multiplier of demand.
        price: (markets,) multiplier of the wholesale price (price shocks).
        clearance: (P,) share of offences cleared, multiplier.
        courts: (P,) convictions per case, multiplier.
        oversight: (P,) supervision of officials against bribes, multiplier.
        laundering: (C,) laundering price, multiplier (financial intelligence raises it).
        confiscation: (C,) share of cash found and confiscated a month, added.
        arms: (C,) arms that can be bought, multiplier.
        troops: (P,) soldiers in the streets, 0 to 1.
        police: (P,) police strength, multiplier.
        conduct: (P,) lethality of state forces in clashes, multiplier.
        arrests: (P,) arrest effort, multiplier.
        leader_hazard: (C,) monthly chance that a leader at home there is removed, added; kingpin policies may also call
            ``leadership.lose_leader`` themselves.
        recruitment: (P,) success of recruiters, multiplier.
        exclusion: (P,) change of exclusion a month, added.
        services: (P,) services and steady presence, added to the community process, 0 to 1.
        trust: (P,) change of trust a month, added.
        prison_capacity: (C,) places, multiplier.
        prison_control: (C,) 0 to 1, added: how far prisons are cut off from commanding outside.
        detention: (C,) people detained a month beyond convictions, per 100 000.
        private_security: (C,) quality of regulation, added, 0 to 1.
        peace_value: per pair of organisations, US$ a month that peace is worth beyond the model's own reckoning.
        ceasefire: pairs of organisations that hold their fire this month.
        intelligence: (C,) what agencies know of organisations, added, 0 to 1.
    """

    def __init__(self, region: Region) -> None:
        n, p, c = region.n, region.n_places, len(region.countries)
        ones = {
            "patrol_assets": n,
            "hazard": n,
            "alternative_income": n,
            "yield_factor": n,
            "demand": len(MARKETS),
            "price": len(MARKETS),
        }
        ones |= {"clearance": p, "courts": p, "oversight": p, "police": p, "conduct": p, "arrests": p, "recruitment": p}
        ones |= {"laundering": c, "arms": c, "prison_capacity": c}
        zeros = {"flight_fee": n, "landing_fee": n, "spray_ha": n, "troops": p, "exclusion": p, "services": p}
        zeros |= {"trust": p, "confiscation": c, "leader_hazard": c, "prison_control": c, "detention": c}
        zeros |= {"private_security": c, "intelligence": c}
        self._ones, self._zeros = tuple(ones), tuple(zeros)
        self._arrays: dict[str, Floats] = {k: np.ones(v) for k, v in ones.items()}
        self._arrays |= {k: np.zeros(v) for k, v in zeros.items()}
        self.peace_value: dict[tuple[int, int], float] = {}
        self.ceasefire: set[tuple[int, int]] = set()

    def __getattr__(self, name: str) -> Floats:
        if not name.startswith("_") and name in self._arrays:
            return self._arrays[name]
        raise AttributeError(f"no lever '{name}'; there are {', '.join(self._arrays)}")

    def reset(self) -> None:
        """Everything neutral, as at the start of a month."""
        for name in self._ones:
            self._arrays[name].fill(1.0)
        for name in self._zeros:
            self._arrays[name].fill(0.0)
        self.peace_value.clear()
        self.ceasefire.clear()
