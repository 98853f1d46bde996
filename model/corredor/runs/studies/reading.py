"""A study file in, a plan out, with errors that point at the line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from corredor.runs.outcomes import OUTCOMES
from corredor.runs.studies.designs import MOST, Design, read_design
from corredor.runs.studies.factors import Factor, read_factor
from corredor.runs.studies.folder import is_study, plan_of, read_manifest
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.study_file import StudyFile, read_outcomes, read_replicates, read_seed
from corredor.scenario.dates import read_month
from corredor.scenario.fields import read_flag, read_text
from corredor.scenario.problems import Problem, ScenarioError
from corredor.scenario.reading import read_file
from corredor.scenario.reading import read_text as read_yaml

KEYS: Final = (
    "corredor", "study", "name", "scenario", "design", "factors", "outcomes", "replicates", "seed", "paired", "map",
    "since", "until",
)  # fmt: skip
REQUIRED: Final = ("corredor", "study", "scenario", "design")
RIGHT: Final = "a study begins corredor: 1, study: sweep, scenario: baseline, design: {kind: sobol, runs: 512}"
CHECKED_POINTS: Final = 3


def read_study(
    source: str | Path | Mapping[str, Any],
    *,
    set: Mapping[str, object] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> StudyPlan:
    """The plan of a sweep.

    Args:
        source: a YAML file or its content, or the ``manifest.json`` of a study folder, which is run as it was.
        set: values that win over the scenario, by path.
        replicates: runs of each point, instead of the file's.
        seed: instead of the file's.

    Raises:
        ScenarioError: with everything that is wrong, each with file, line and column.
    """
    if isinstance(source, Mapping):
        tree, folder, name = read_yaml(json.dumps(source), "study"), Path(), "study"
    else:
        path = Path(source)
        if is_study(path):
            return plan_of(read_manifest(path.parent))
        tree, folder, name = read_file(path, str(source)), path.resolve().parent, path.stem
    return _Reader(tree, folder, name).plan(set or {}, replicates, seed)


class _Reader(StudyFile):
    def plan(self, set: Mapping[str, object], replicates: int | None, seed: int | None) -> StudyPlan:
        self.check_keys("sweep", KEYS, REQUIRED, RIGHT)
        scenario = self.scenario(set)
        nothing: tuple[Design, tuple[str, ...]] = Design("list"), ()
        design, named = self.read("design", read_design, nothing)
        plan: dict[str, Any] = {
            "name": self.read("name", read_text, self.name),
            "design": design,
            "factors": self._factors(named),
            "outcomes": self.read("outcomes", read_outcomes, tuple(OUTCOMES)),
            "replicates": replicates or self.read("replicates", read_replicates, 1),
            "seed": seed if seed is not None else self.read("seed", read_seed, 1),
            "paired": self.read("paired", read_flag, False),
            "keep_maps": self.read("map", read_flag, False),
            "since": self.read("since", read_month, None),
            "until": self.read("until", read_month, None),
        }
        self.stop_if_wrong()
        if scenario is None:
            raise AssertionError("a missing scenario is a problem")
        read = StudyPlan(scenario=json.loads(scenario.to_json()), **plan)
        self.problems += self._wrong_values(read)
        self.stop_if_wrong()
        return read

    def _factors(self, named: tuple[str, ...]) -> tuple[Factor, ...]:
        node = self.tree.child("factors")
        if node is None and named:
            return tuple(Factor(path) for path in named)
        if node is None or not isinstance(node.value, dict) or not node.value or named:
            what = "a list names its factors itself" if named else "write e.g. routes.sensitivity: [0.5, 3]"
            self.wrong((node or self.tree).mark, "factors", f"no factors — {what}")
            return ()
        found = []
        for path, child in node.value.items():
            try:
                found.append(read_factor(path, child.plain()))
            except ValueError as error:
                self.wrong(child.mark, f"factors.{path}", str(error))
        return tuple(found)

    def _wrong_values(self, plan: StudyPlan) -> Iterator[Problem]:
        """Set every factor to each of its ends alone, and all of them as in the first points."""
        if not 0 < plan.runs <= MOST:
            yield Problem(self.tree.mark, "design", f"{plan.runs} runs — from 1 to {MOST}")
            return
        try:
            for factor in plan.factors:
                for value in factor.ends if plan.design.kind != "list" else ():
                    plan.scenario_with({factor: value})
            for point in range(min(plan.points, CHECKED_POINTS if plan.design.kind != "list" else plan.points)):
                plan.scenario_at(point)
        except ScenarioError as error:
            node = self.tree.child("factors") or self.tree.child("design") or self.tree
            yield from (Problem(node.mark, "factors", str(problem)) for problem in error.problems)
