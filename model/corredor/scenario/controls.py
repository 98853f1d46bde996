"""The scenario that another names as its control: whether the two can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corredor.scenario.extending import find, read_with_parents
from corredor.scenario.loading import load
from corredor.scenario.overriding import lacks
from corredor.scenario.problems import ScenarioError
from corredor.scenario.scenario import WITHOUT_POLICIES, Scenario

Overrides = Mapping[str, object]


def without_policies(scenario: Scenario) -> Scenario:
    """The same scenario, events included, with no policy; it has no control."""
    name = f"{scenario.name} {WITHOUT_POLICIES}"
    return scenario.model_copy(update={"name": name, "control": None, "policies": ()})


def mismatch(scenario: Scenario, overrides: Overrides | None = None) -> str | None:
    """Why a scenario and the control it names are no pair, or nothing if they are one.

    Args:
        scenario: loaded with the overrides.
        overrides: the control is loaded with them too, save those of entries that it does not have.
    """
    if scenario.control in (None, WITHOUT_POLICIES):
        return None
    try:
        tree = read_with_parents(*find(scenario.control))
        own = {path: value for path, value in (overrides or {}).items() if not lacks(tree, path)}
        control = load(scenario.control, own)
    except ScenarioError as error:
        return f"control: '{scenario.control}' cannot be run: {error.problems[0]}"
    ours, theirs = _must_agree(scenario), _must_agree(control)
    differ = [f"{what} ({ours[what]}, there {theirs[what]})" for what in ours if ours[what] != theirs[what]]
    if not differ:
        return None
    *first, last = (what for what in ours if ours[what] != theirs[what])
    same = " and ".join([", ".join(first), last] if first else [last])
    return (
        f"control: '{scenario.control}' is no pair for '{scenario.name}': another {', another '.join(differ)}"
        f" — write 'control: {WITHOUT_POLICIES}', give the {same} with --set, which holds for both, instead of in the"
        f" file, or name a control with the same {same}"
    )


def applicable(names: Sequence[str | Path], overrides: Overrides) -> list[dict[str, object]]:
    """For each scenario the overrides that concern it.

    A value of a policy or event is left out where the scenario has no such entry and another of them has; where none
    has, it stays, so that loading says what is wrong.

    Args:
        names: shipped names, files or manifests.
        overrides: values by path.
    """
    trees = [read_with_parents(*find(name)) for name in names]
    lacking = [{path for path in overrides if lacks(tree, path)} for tree in trees]
    nowhere = set.intersection(*lacking)
    return [{path: value for path, value in overrides.items() if path not in missing - nowhere} for missing in lacking]


def _must_agree(scenario: Scenario) -> dict[str, str]:
    return {
        "region": f"{scenario.region.name} at {scenario.region.resolution:g}°",
        "start": scenario.start,
        "duration": f"{scenario.months} months",
    }
