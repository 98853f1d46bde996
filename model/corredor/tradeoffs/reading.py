"""A file of trade-offs in, a plan out, with errors that point at the line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from corredor.core import units
from corredor.runs.outcomes import OUTCOMES
from corredor.runs.studies.designs import Design
from corredor.runs.studies.factors import Factor, Value
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.study_file import StudyFile
from corredor.scenario import Scenario
from corredor.scenario.dates import read_month
from corredor.scenario.fields import read_flag, read_text, read_whole_number
from corredor.scenario.loading import load_tree
from corredor.scenario.problems import Problem, ScenarioError
from corredor.scenario.reading import read_file
from corredor.scenario.reading import read_text as read_yaml
from corredor.scenario.tree import Node
from corredor.tradeoffs.levers import Lever, all_bundles, drawn_bundles, listed_bundles, read_lever
from corredor.tradeoffs.objectives import SCORECARD, Objective, read_objective
from corredor.tradeoffs.plan import TradeoffsPlan
from corredor.tradeoffs.shipped import find_study
from corredor.tradeoffs.worlds import Worlds, from_draws, from_ranges, read_uncertainties

KEYS: Final = (
    "corredor", "study", "name", "scenario", "levers", "bundles", "uncertainties", "draws", "worlds", "outcomes",
    "budget", "replicates", "seed", "map", "since", "until",
)  # fmt: skip
REQUIRED: Final = ("corredor", "study", "scenario", "levers")
WORLDS: Final = 16
REPLICATES: Final = 2
MOST: Final = 1_000_000
ALL: Final = "all"


def read_tradeoffs(
    source: str | Path | Mapping[str, Any],
    *,
    set: Mapping[str, object] | None = None,
    worlds: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> TradeoffsPlan:
    """The plan of a study of trade-offs.

    Args:
        source: a YAML file, the name of a study that ships, or a file's content.
        set: values that win over the scenario, by path.
        worlds: instead of the file's number.
        replicates: of each world, instead of the file's number.
        seed: instead of the file's.

    Raises:
        ScenarioError: with everything that is wrong, each with file, line and column.
    """
    if isinstance(source, Mapping):
        tree, folder, name = read_yaml(json.dumps(source), "study"), Path(), "study"
    else:
        path = find_study(source)
        tree, folder, name = read_file(path, str(source)), path.resolve().parent, path.stem
    given = {"worlds": worlds, "replicates": replicates, "seed": seed}
    return _Reader(tree, folder, name, {key: value for key, value in given.items() if value is not None}).plan(
        set or {}
    )


class _Reader(StudyFile):
    def __init__(self, tree: Node, folder: Path, name: str, given: Mapping[str, int]) -> None:
        super().__init__(tree, folder, name)
        self.given = given

    def plan(self, set: Mapping[str, object]) -> TradeoffsPlan:
        self.check_keys("tradeoffs", KEYS, REQUIRED, f"a study needs {', '.join(REQUIRED)}")
        seed = self._number("seed", 1, 0, 2**63 - 1)
        replicates = self._number("replicates", REPLICATES, 1, MOST)
        base, levers = self.scenario(set), self._levers()
        bundles = self._bundles(levers, seed) if levers else []
        worlds = self._worlds(seed)
        objectives = self._objectives()
        budget = self.read("budget", _budget, None)
        window = self._window()
        maps = self.read("map", read_flag, True)
        self.stop_if_wrong()
        assert base is not None
        scenario = self._with_levers(base, levers)
        study = StudyPlan(
            name=self.read("name", read_text, self.name),
            scenario=json.loads(scenario.to_json()),
            design=Design("list", points=tuple(bundle + world for bundle in bundles for world in worlds.values)),
            factors=(*(factor for lever in levers for factor in lever.factors()), *worlds.uncertainties),
            outcomes=tuple(OUTCOMES),
            replicates=replicates,
            seed=seed,
            paired=True,
            worlds=len(worlds),
            keep_maps=maps,
            since=window[0],
            until=window[1],
        )
        self._check_points(study, len(bundles))
        paths = tuple(factor.path for factor in worlds.uncertainties)
        return TradeoffsPlan(study, tuple(levers), paths, worlds.source, objectives, budget)

    def _number(self, key: str, default: int, least: int, most: int) -> int:
        def read(value: Any) -> int:
            number = read_whole_number(value)
            if not least <= number <= most:
                raise ValueError(f"{number} — a whole number from {least} to {most}")
            return number

        return self.given[key] if key in self.given else self.read(key, read, default)

    def _window(self) -> tuple[str | None, str | None]:
        return self.read("since", read_month, None), self.read("until", read_month, None)

    def _each(self, key: str) -> dict[str, Node]:
        """The entries of a mapping."""
        node = self.tree.child(key)
        if node is None:
            return {}
        if not isinstance(node.value, dict) or not node.value:
            self.wrong(node.mark, key, f"no {key} in it — write a name and what it is, one a line")
            return {}
        return node.value

    def _levers(self) -> list[Lever]:
        found = []
        for name, node in self._each("levers").items():
            try:
                found.append(read_lever(name, node.plain()))
            except ValueError as error:
                self.wrong(node.mark, f"levers.{name}", str(error))
        return found

    def _bundles(self, levers: list[Lever], seed: int) -> list[tuple[Value, ...]]:
        def read(given: Any) -> list[tuple[Value, ...]]:
            if given == ALL:
                return all_bundles(levers)
            if isinstance(given, list):
                return listed_bundles(levers, given)
            return drawn_bundles(levers, read_whole_number(given), seed)

        return self.read("bundles", read, []) if self.tree.child("bundles") is not None else all_bundles(levers)

    def _worlds(self, seed: int) -> Worlds:
        uncertainties: list[Factor] = []
        nodes = self._each("uncertainties")
        uncertainties, wrong = read_uncertainties({path: node.plain() for path, node in nodes.items()})
        for path, what in wrong.items():
            self.wrong(nodes[path].mark, f"uncertainties.{path}", what)
        draws = self.tree.child("draws")
        count = self._number("worlds", WORLDS, 1, MOST)
        if draws is not None:
            try:
                return from_draws(self.folder / str(draws.value), uncertainties, count, seed)
            except ValueError as error:
                self.wrong(draws.mark, "draws", str(error))
        if not uncertainties:
            return Worlds((), ((),) * count, "one and the same, with other random numbers")
        return from_ranges(uncertainties, count, seed)

    def _objectives(self) -> tuple[Objective, ...]:
        nodes = self._each("outcomes")
        if not nodes:
            return tuple(Objective(outcome, direction) for outcome, direction in SCORECARD.items())
        found = []
        for outcome, node in nodes.items():
            try:
                found.append(read_objective(outcome, node.plain()))
            except ValueError as error:
                self.wrong(node.mark, f"outcomes.{outcome}", str(error))
        return tuple(found)

    def _with_levers(self, base: Scenario, levers: list[Lever]) -> Scenario:
        """The scenario with every lever as a policy."""
        content = json.loads(base.to_json())
        content.pop("control", None)
        content["policies"] = [*content.get("policies", ()), *(dict(lever.entry) for lever in levers)]
        try:
            return load_tree(read_yaml(json.dumps(content), self.name))
        except ScenarioError as error:
            node = self.tree.child("levers") or self.tree
            raise ScenarioError(Problem(node.mark, p.path, p.what) for p in error.problems) from None

    def _check_points(self, study: StudyPlan, bundles: int) -> None:
        """Refuse what would fail later: every bundle in the first world, and every world without policies."""
        if study.runs > MOST:
            raise ScenarioError([Problem(self.tree.mark, "", f"{study.runs} runs — at most {MOST}")])
        for key, points in (("uncertainties", range(study.worlds)), ("levers", range(0, study.points, study.worlds))):
            node = self.tree.child(key) or self.tree
            try:
                for point in points:
                    study.scenario_at(point)
            except ScenarioError as error:
                raise ScenarioError(Problem(node.mark, key, str(p)) for p in error.problems) from None


def _budget(given: object) -> float:
    return units.parse(given, "usd/year") / 1e6
