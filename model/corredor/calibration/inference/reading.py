"""A calibration study in, its plans out, one for each form of the model, with errors that point at the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from corredor.calibration.forecast import Information
from corredor.calibration.inference.information import known_until
from corredor.calibration.inference.plan import OFF, OURS, CalibrationPlan
from corredor.calibration.inference.posterior import Effort
from corredor.calibration.inference.priors import Prior
from corredor.calibration.inference.truths import QUICK
from corredor.calibration.shipped import shipped_studies
from corredor.calibration.targets import Targets, load_targets
from corredor.runs.studies.designs import Design, read_design
from corredor.runs.studies.factors import read_factor
from corredor.runs.studies.study_file import StudyFile
from corredor.scenario import Scenario, load
from corredor.scenario.extending import SUFFIXES
from corredor.scenario.fields import read_flag, read_text, read_whole_number
from corredor.scenario.problems import ScenarioError
from corredor.scenario.reading import read_file
from corredor.scenario.tree import Node

KEYS: Final = (
    "corredor", "study", "name", "scenario", "targets", "design", "factors", "forms", "truths", "replicates", "draws",
    "seed", "conditional", "trafficking_off", "effort",
)  # fmt: skip
REQUIRED: Final = ("corredor", "study", "scenario", "targets", "design", "factors")
RIGHT: Final = (
    "a study begins corredor: 1, study: calibration, scenario: baseline, targets: americas_national, "
    "design: {kind: latin_hypercube, runs: 200}"
)
FORM_KEYS: Final = ("set", "factors")
TRUTHS: Final = 48
REPLICATES: Final = 2
DRAWS: Final = 48
DESIGNS: Final = ("latin_hypercube", "sobol")


def find_calibration(name_or_path: str | Path) -> Path:
    """The file that a user means: a path, or the name of a study that ships."""
    text = str(name_or_path)
    if isinstance(name_or_path, str) and "/" not in text and Path(text).suffix not in SUFFIXES:
        return shipped_studies().get(text, Path(text))
    return Path(text)


def read_calibration(
    source: str | Path,
    *,
    set: Mapping[str, object] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> tuple[CalibrationPlan, ...]:
    """The plans of a calibration study, one for each form of the model that it compares.

    Args:
        source: a YAML file, or the name of a study that ships.
        set: values that win over its scenarios, by path.
        replicates: runs of each point, instead of the study's.
        seed: instead of the study's.

    Raises:
        ScenarioError: with everything that is wrong, each with file, line and column.
    """
    path = find_calibration(source)
    return _Reader(read_file(path, str(source)), path.resolve().parent, path.stem).plans(set or {}, replicates, seed)


def read_scenarios(
    source: str | Path, last: int, *, form: str = "", set: Mapping[str, object] | None = None
) -> dict[str, Scenario]:
    """Scenarios of a study with all their dates, as it is and without trafficking if it says how, to a later year.

    Args:
        source: a YAML file, or the name of a study that ships.
        last: the last year that is simulated.
        form: of the model, of a study that compares several.
        set: values that win over its scenarios, by path.

    Raises:
        ScenarioError: with everything that is wrong.
    """
    path = find_calibration(source)
    return _Reader(read_file(path, str(source)), path.resolve().parent, path.stem).scenarios(form, last, set or {})


class _Reader(StudyFile):
    def scenarios(self, form: str, last: int, set: Mapping[str, object]) -> dict[str, Scenario]:
        targets = self._targets(self.tree.child("targets").plain())  # type: ignore[union-attr]
        own, _ = self._forms()[form]
        names = {OURS: "scenario", OFF: "trafficking_off"}
        there = {who: key for who, key in names.items() if self.tree.child(key) is not None}
        return {who: self._scenario_of(key, targets, {**own, **set}, last) for who, key in there.items()}

    def plans(self, set: Mapping[str, object], replicates: int | None, seed: int | None) -> tuple[CalibrationPlan, ...]:
        self.check_keys("calibration", KEYS, REQUIRED, RIGHT)
        targets = self.read("targets", self._targets, None)
        self.stop_if_wrong()
        if targets is None:
            raise AssertionError("missing targets are a problem")
        effort = self._efforts()
        common: dict[str, Any] = {
            "name": self.read("name", read_text, self.name),
            "targets": targets,
            "design": self.read("design", _design, Design("list")),
            "truths": self._whole("truths", TRUTHS, 0),
            "replicates": replicates or self._whole("replicates", REPLICATES, 2),
            "draws": self._whole("draws", DRAWS, 1),
            "seed": seed if seed is not None else self._whole("seed", 1, 0),
            "effort": effort["posterior"],
            "quick": effort["truths"],
        }
        forms = self._forms()
        self.stop_if_wrong()
        plans = tuple(self._plan(form, common, targets, set) for form in forms.items())
        self.stop_if_wrong()
        for plan in plans:
            self._check_ends(plan)
        self.stop_if_wrong()
        return plans

    def _plan(
        self,
        form: tuple[str, tuple[Mapping[str, object], tuple[Prior, ...]]],
        common: Mapping[str, Any],
        targets: Targets,
        set: Mapping[str, object],
    ) -> CalibrationPlan:
        name, (own, priors) = form
        ours = self._scenario_of("scenario", targets, {**own, **set})
        theirs = {OURS: ours}
        if self.tree.child("trafficking_off") is not None:
            theirs[OFF] = self._scenario_of("trafficking_off", targets, {**own, **set})
        cut, end = targets.fit.last, targets.hold_back.last
        forecasts: dict[Information, Mapping[str, Scenario]] = {
            "blind": {who: known_until(scenario, cut, end) for who, scenario in theirs.items()}
        }
        if self.read("conditional", read_flag, False):
            forecasts["conditional"] = {who: known_until(scenario, end, end) for who, scenario in theirs.items()}
        fitted = known_until(ours, cut, cut)
        return CalibrationPlan(form=name, scenario=fitted, forecasts=forecasts, priors=priors, **common)

    def _scenario_of(self, key: str, targets: Targets, set: Mapping[str, object], last: int | None = None) -> Scenario:
        """A scenario from January of the first fitted year to a last one, the last that is held back if not given."""
        node = self.tree.child(key)
        assert node is not None
        name = str(node.value)
        years = (last or targets.hold_back.last) - targets.fit.first + 1
        span = {"start": f"{targets.fit.first}-01", "duration": f"{years} years"}
        return load(self.folder / name if Path(name).suffix in SUFFIXES else name, {**span, **set})

    def _targets(self, given: object) -> Targets:
        name = str(given)
        return load_targets(self.folder / name if Path(name).suffix in SUFFIXES else name)

    def _forms(self) -> dict[str, tuple[Mapping[str, object], tuple[Prior, ...]]]:
        common = self._priors(self.tree.child("factors"), "factors")
        node = self.tree.child("forms")
        if node is None:
            return {"": ({}, common)}
        if not isinstance(node.value, dict) or not node.value:
            self.wrong(node.mark, "forms", "no forms — write NAME: {set: {PATH: VALUE}}")
            return {}
        found: dict[str, tuple[Mapping[str, object], tuple[Prior, ...]]] = {}
        for name, form in node.value.items():
            at = f"forms.{name}"
            if not isinstance(form.value, dict) or not {*form.value} <= {*FORM_KEYS}:
                self.wrong(form.mark, at, f"a form has {' and '.join(FORM_KEYS)}, and nothing else")
                continue
            own, more = form.child("set"), form.child("factors")
            values = {} if own is None else cast("dict[str, object]", own.plain() or {})
            found[str(name)] = (values, (*common, *self._priors(more, f"{at}.factors")))
        return found

    def _priors(self, node: Node | None, at: str) -> tuple[Prior, ...]:
        if node is None:
            return ()
        if not isinstance(node.value, dict) or not node.value:
            self.wrong(node.mark, at, "no factors — write e.g. violence.common: registered")
            return ()
        found = []
        for path, child in node.value.items():
            try:
                factor = read_factor(path, child.plain())
                if factor.values:
                    raise ValueError("a choice has no density — write [low, high] or registered, and rivals as 'forms'")
                found.append(Prior(factor))
            except ValueError as error:
                self.wrong(child.mark, f"{at}.{path}", str(error))
        return tuple(found)

    def _efforts(self) -> dict[str, Effort]:
        found = {"posterior": Effort(), "truths": QUICK}
        node = self.tree.child("effort")
        for name, form in node.value.items() if node is not None and isinstance(node.value, dict) else ():
            given = cast("Any", form.plain())
            known = isinstance(given, dict) and {*given} <= {"live", "effective", "chains"}
            if name not in found or not known or not all(isinstance(n, int) and n > 0 for n in given.values()):
                right = "write posterior: {live: 600, effective: 3000, chains: 4} or truths: {...}"
                self.wrong(form.mark, f"effort.{name}", f"no effort that is known here — {right}")
                continue
            found[name] = replace(found[name], **given)
        return found

    def _whole(self, key: str, default: int, least: int) -> int:
        def reader(given: object) -> int:
            number = read_whole_number(given)
            if number < least:
                raise ValueError(f"{number} — at least {least}")
            return number

        return self.read(key, reader, default)

    def _check_ends(self, plan: CalibrationPlan) -> None:
        """Set every factor to each of its ends alone, before anything runs."""
        study = plan.runs()
        node = self.tree.child("factors") or self.tree
        for factor in study.factors:
            for end in (factor.low, factor.high):
                try:
                    study.scenario_with({factor: float(end)})
                except ScenarioError as error:
                    for problem in error.problems:
                        self.wrong(node.mark, "factors", str(problem))


def _design(given: object) -> Design:
    design, _ = read_design(given)
    if design.kind not in DESIGNS:
        raise ValueError(f"'{design.kind}' leaves holes between its points — one of {', '.join(DESIGNS)}")
    return design
