"""A file of a study of sensitivity in, a plan out, with errors that point at the line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from corredor.core.streams import Streams
from corredor.runs.studies.designs import MOST, Design
from corredor.runs.studies.factors import Factor, read_factor
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.study_file import StudyFile, read_outcomes, read_replicates, read_seed
from corredor.scenario import Scenario
from corredor.scenario.dates import read_month
from corredor.scenario.fields import read_text
from corredor.scenario.problems import ScenarioError
from corredor.scenario.reading import read_file
from corredor.scenario.reading import read_text as read_yaml
from corredor.scenario.tree import Node
from corredor.sensitivity.methods import Method, read_method
from corredor.sensitivity.morris import Morris
from corredor.sensitivity.plan import SensitivityPlan
from corredor.sensitivity.shipped import find_study

KEYS: Final = (
    "corredor", "study", "name", "scenario", "design", "factors", "outcomes", "replicates", "seed", "since", "until",
)  # fmt: skip
REQUIRED: Final = ("corredor", "study", "scenario", "design", "factors")
RIGHT: Final = (
    "a study of sensitivity needs corredor, study, scenario, design: {kind: morris, trajectories: 10}, factors"
)
USUAL: Final[tuple[str, ...]] = ("homicide_rate", "delivered", "spread", "organisations", "incarceration", "trust")
"""Outcomes of a study that names none."""
REPLICATES: Final = 2
CHECKED_POINTS: Final = 3


def read_sensitivity(
    source: str | Path | Mapping[str, Any],
    *,
    set: Mapping[str, object] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> SensitivityPlan:
    """The plan of a study of sensitivity.

    Args:
        source: a YAML file, the name of a study that ships, or a file's content.
        set: values that win over the scenario, by path.
        replicates: runs of each point, instead of the file's number.
        seed: instead of the file's.

    Raises:
        ScenarioError: with everything that is wrong, each with file, line and column.
        RunError: if SALib is not installed.
    """
    if isinstance(source, Mapping):
        tree, folder, name = read_yaml(json.dumps(source), "study"), Path(), "study"
    else:
        path = find_study(source)
        tree, folder, name = read_file(path, str(source)), path.resolve().parent, path.stem
    return _Reader(tree, folder, name).plan(set or {}, replicates, seed)


class _Reader(StudyFile):
    def plan(self, set: Mapping[str, object], replicates: int | None, seed: int | None) -> SensitivityPlan:
        self.check_keys("sensitivity", KEYS, REQUIRED, RIGHT)
        scenario = self.scenario(set)
        method = self.read("design", read_method, None)
        factors = self._factors(method)
        given: dict[str, Any] = {
            "name": self.read("name", read_text, self.name),
            "outcomes": self.read("outcomes", read_outcomes, USUAL),
            "replicates": replicates or self.read("replicates", read_replicates, REPLICATES),
            "seed": seed if seed is not None else self.read("seed", read_seed, 1),
            "since": self.read("since", read_month, None),
            "until": self.read("until", read_month, None),
        }
        self.stop_if_wrong()
        assert scenario is not None
        assert method is not None
        self._check_size(method.points(len(factors)) * given["replicates"])
        read = SensitivityPlan(_study(scenario, method, factors, given), method)
        self._check_points(read.study)
        return read

    def _factors(self, method: Method | None) -> tuple[Factor, ...]:
        node = self.tree.child("factors")
        if node is None:
            return ()
        if not isinstance(node.value, dict) or len(node.value) < 2:
            self.wrong(node.mark, "factors", "fewer than two — write a path and its range, one a line")
            return ()
        found = []
        for path, child in node.value.items():
            try:
                found.append(_factor(path, child, method))
            except ValueError as error:
                self.wrong(child.mark, f"factors.{path}", str(error))
        return tuple(found)

    def _check_size(self, runs: int) -> None:
        if runs > MOST:
            self.wrong((self.tree.child("design") or self.tree).mark, "design", f"{runs} runs — at most {MOST}")
            self.stop_if_wrong()

    def _check_points(self, study: StudyPlan) -> None:
        """Refuse what would fail later: each factor at each end alone, and all of them as in the first points."""
        factors = self.tree.child("factors") or self.tree
        for factor in study.factors:
            node = factors.child(factor.path) or factors
            try:
                for value in factor.ends:
                    study.scenario_with({factor: value})
            except ScenarioError as error:
                for problem in error.problems:
                    self.wrong(node.mark, f"factors.{factor.path}", problem.what)
        self.stop_if_wrong()
        try:
            for point in range(min(study.points, CHECKED_POINTS)):
                study.scenario_at(point)
        except ScenarioError as error:
            for problem in error.problems:
                self.wrong(factors.mark, "factors", str(problem))
        self.stop_if_wrong()


def _study(scenario: Scenario, method: Method, factors: tuple[Factor, ...], given: Mapping[str, Any]) -> StudyPlan:
    # SALib makes a generator of its own from a number, which is never 0: it takes that for none.
    number = int(Streams(given["seed"]).generator(f"sensitivity.{method.kind}", 0).integers(1, 2**31 - 1))
    positions = method.positions(len(factors), number)
    points = tuple(tuple(f.at(float(u)) for f, u in zip(factors, row, strict=True)) for row in positions)
    design = Design("list", points=points)
    return StudyPlan(scenario=json.loads(scenario.to_json()), design=design, factors=factors, paired=True, **given)


def _factor(path: str, child: Node, method: Method | None) -> Factor:
    factor = read_factor(path, child.plain())
    if len(factor.values) == 1:
        raise ValueError("one value only — a factor has a range, or a choice of two and more")
    if isinstance(method, Morris) and len(factor.values) > method.levels:
        raise ValueError(f"{len(factor.values)} values — {method.levels} levels never reach all; write more levels")
    return factor
