"""The results of a study of trade-offs, computed from its folder when they are asked for."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from corredor.region.region import Bools, Floats
from corredor.runs.errors import FolderError
from corredor.runs.studies.study import Study
from corredor.tradeoffs.judging import (
    BROKEN,
    HIGH,
    KEPT,
    how_often_non_dominated,
    interval,
    non_dominated,
    regret,
    rights_kept,
)
from corredor.tradeoffs.naming import label, short_labels
from corredor.tradeoffs.objectives import COST, RIGHTS, Objective, judged_by
from corredor.tradeoffs.plan import TradeoffsPlan

FILE: Final = "tradeoffs.json"
NOTHING: Final = 0
"""Number of the bundle without any policy."""


class Tradeoffs:
    """Bundles over worlds.

    Args:
        folder: a study folder that is whole, of a study of trade-offs.
        rights_constraint: leave out bundles that violate more rights than doing nothing. Without it everything that
            is made of the result says so.

    Attributes:
        study: the runs.
        plan: what was run and what is asked.

    Raises:
        FolderError: if the folder holds something else, or is not whole.
    """

    def __init__(self, folder: str | Path, *, rights_constraint: bool = True) -> None:
        self.study = Study(folder)
        self.folder = self.study.folder
        path = self.folder / FILE
        if not path.is_file():
            raise FolderError(f"{folder} is no study of trade-offs: there is no {FILE} in it")
        self.plan = TradeoffsPlan.of_plain(json.loads(path.read_text("utf-8")), self.study.plan)
        self.rights_constraint = rights_constraint

    def __repr__(self) -> str:
        plan = self.plan
        return f"Tradeoffs({plan.study.name!r}, {plan.bundles} bundles × {plan.worlds} worlds, {self.folder})"

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What bundles are judged by."""
        return self.plan.objectives

    @property
    def goals(self) -> tuple[Objective, ...]:
        """The objectives whose goals decide what would do."""
        return judged_by(self.objectives)

    def values(self, outcome: str) -> Floats:
        """An outcome of every run, shape (bundles, worlds, replicates); only its column is read."""
        read = self.study.dataset()[outcome].to_numpy()
        return np.asarray(read, float).reshape(self.plan.bundles, self.plan.worlds, self.plan.study.replicates)

    @cached_property
    def _means(self) -> dict[str, Floats]:
        return {}

    def by_world(self, outcome: str) -> Floats:
        """Means over the replicates of each world, shape (bundles, worlds)."""
        if outcome not in self._means:
            self._means[outcome] = self.values(outcome).mean(axis=2)
        return self._means[outcome]

    def differences(self, outcome: str) -> Floats:
        """Paired differences from doing nothing, shape (bundles, pairs).

        Pairs are worlds; with a single world, its replicates.
        """
        values = self.by_world(outcome) if self.plan.worlds > 1 else self.values(outcome)[:, 0, :]
        return np.asarray(values - values[NOTHING])

    @cached_property
    def losses(self) -> Floats:
        """Shape (bundles, worlds, outcomes): every objective turned so that less is better."""
        return np.stack([each.losses(self.by_world(each.outcome)) for each in self.objectives], axis=2)

    @cached_property
    def labels(self) -> list[str]:
        """What each bundle does, in words."""
        return [label(self.plan, bundle) for bundle in range(self.plan.bundles)]

    @cached_property
    def codes(self) -> list[str]:
        """A letter or two for each bundle, by which charts and tables name it."""
        return short_labels(self.plan.bundles)

    @cached_property
    def rights(self) -> list[str]:
        """Whether each bundle keeps the rights constraint: ``kept``, ``unclear`` or ``broken``."""
        return [rights_kept(each) if i != NOTHING else KEPT for i, each in enumerate(self.differences(RIGHTS))]

    @cached_property
    def within_budget(self) -> Bools:
        """Whether each bundle's mean cost is within the budget, shape (bundles,)."""
        if self.plan.budget is None:
            return np.ones(self.plan.bundles, np.bool_)
        return np.asarray(self.by_world(COST).mean(axis=1) <= self.plan.budget)

    @cached_property
    def eligible(self) -> Bools:
        """Bundles within the budget that do not break the rights constraint, if it stands; shape (bundles,)."""
        if not self.rights_constraint:
            return self.within_budget
        return np.asarray(self.within_budget & np.array([status != BROKEN for status in self.rights]))

    @cached_property
    def non_dominated(self) -> Bools:
        """Eligible bundles that no other is at least as good as in every mean, and better in one; shape (bundles,)."""
        return non_dominated(self.losses.mean(axis=1), self.eligible)

    @cached_property
    def satisfied(self) -> pd.DataFrame:
        """Of each bundle, the share of worlds in which each goal is met, and ``all`` of them."""
        met = {each.outcome: self._met(each) for each in self.goals}
        everything = np.all([*met.values()], axis=0)
        shares = {name: each.mean(axis=1) for name, each in met.items()}
        return pd.DataFrame({**shares, "all": everything.mean(axis=1)}, index=self._index)

    def failed(self, bundle: int) -> Bools:
        """Worlds in which a bundle does not meet every goal, shape (worlds,)."""
        return np.asarray(~np.all([self._met(each)[bundle] for each in self.goals], axis=0))

    def _met(self, objective: Objective) -> Bools:
        values = self.by_world(objective.outcome)
        return objective.meets(values, values[NOTHING])

    @property
    def _index(self) -> pd.Index:
        return pd.RangeIndex(self.plan.bundles, name="bundle")

    @cached_property
    def bundles(self) -> pd.DataFrame:
        """A row for each bundle: what it does, whether it is eligible and in the set, and how surely."""
        points = np.arange(self.plan.bundles) * self.plan.worlds
        settings = self.study.design.iloc[points].reset_index(drop=True)
        levers = settings[[f.path for lever in self.plan.levers for f in lever.factors()]]
        table = pd.DataFrame({"code": self.codes, "label": self.labels}, index=self._index).join(levers)
        within = self.by_world(COST) <= (self.plan.budget if self.plan.budget is not None else np.inf)
        often = how_often_non_dominated(self.losses, self.eligible, self.plan.study.seed)
        return table.assign(
            rights=self.rights,
            within_budget=self.within_budget,
            worlds_within_budget=within.mean(axis=1),
            eligible=self.eligible,
            non_dominated=self.non_dominated,
            non_dominated_share=often,
            satisficing_share=self.satisfied["all"],
            rights_constraint=self.rights_constraint,
        )

    @cached_property
    def scorecard(self) -> pd.DataFrame:
        """A row for each bundle and outcome: mean, difference from doing nothing with its interval, and regret.

        Columns ``bundle``, ``code``, ``outcome``, ``unit``, ``direction``, ``mean``, ``difference``, ``low``, ``high``
        (95 % interval of the mean difference over pairs), ``regret`` (mean over worlds), ``regret_high`` (not exceeded
        in nine worlds of ten), ``satisfied`` (share of worlds that meet the goal; NaN without one).
        """
        regrets = regret(self.losses, self.eligible)
        rows = []
        for position, objective in enumerate(self.objectives):
            means, differences = self.by_world(objective.outcome), self.differences(objective.outcome)
            shares = self.satisfied.get(objective.outcome)
            for bundle in range(self.plan.bundles):
                low, high = (0.0, 0.0) if bundle == NOTHING else interval(differences[bundle])
                here = regrets[bundle, :, position]
                rows.append(
                    {
                        "bundle": bundle,
                        "code": self.codes[bundle],
                        "outcome": objective.outcome,
                        "unit": objective.unit,
                        "direction": objective.direction,
                        "mean": float(means[bundle].mean()),
                        "difference": float(differences[bundle].mean()),
                        "low": low,
                        "high": high,
                        "regret": float(here.mean()),
                        "regret_high": float(np.quantile(here, HIGH)),
                        "satisfied": np.nan if shares is None else float(shares[bundle]),
                    }
                )
        return pd.DataFrame(rows)

    @cached_property
    def worlds(self) -> pd.DataFrame:
        """The uncertainties of each world: a row for each, a column for each uncertainty."""
        design = self.study.design.iloc[: self.plan.worlds]
        table = design[list(self.plan.uncertainties)].reset_index(drop=True)
        return table.set_index(pd.RangeIndex(self.plan.worlds, name="world"))


def open_tradeoffs(folder: str | Path, *, rights_constraint: bool = True) -> Tradeoffs:
    """Open the folder of a study of trade-offs.

    Raises:
        FolderError: if it holds something else, or is not whole.
    """
    return Tradeoffs(folder, rights_constraint=rights_constraint)
