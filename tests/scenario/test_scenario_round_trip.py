"""A scenario written out in full loads back to an equal one."""

import json

import numpy as np
import pytest

from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.core.policy_kinds import policy_kinds
from corredor.core.units import format_quantity
from corredor.scenario import Scenario, load
from corredor.scenario.registry import known_parameters, working_policies
from corredor.scenario.shipped import shipped_scenarios

PLACES = [
    {"country": "XAA"},
    {"corridor": ["caribbean", "central_america"]},
    {"cells": [1.0, 1.5, 8, 9.25]},
    {"cells": {"west": 0, "south": 0, "east": 13.5, "north": 20}},
    {"border": "on"},
    {"ports": False, "border": True},
    [{"corridor": "air"}, {"border": "on"}],
]
ORGANISATIONS = ["strongest", "random", "Some name", {"at": {"border": "on"}}]


def option_value(rng, option):
    values = {
        "choice": list(option.choices),
        "choices": [list(option.choices)[:2], list(option.choices)[:1]],
        "share": [0.25, "12.5 %"],
        "change": [-0.5, "33 %"],
        "count": [0, 1200],
        "flag": ["on", False],
        "quantity": [f"{rng.uniform():.17g} {option.unit}"],
        "organisation": ORGANISATIONS,
        "organisations": [["strongest", "Some name"], ["random"]],
    }[option.type]
    return values[rng.integers(len(values))]


def random_entry(rng, known):
    entry = {"kind": known.kind, "name": f"{known.kind} é: '{rng.integers(1000)}' #"}
    if rng.random() < 0.7:
        entry["where"] = PLACES[rng.integers(len(PLACES))]
    for name, option in known.options.items():
        if option.required or rng.random() < 0.5:
            entry[name] = option_value(rng, option)
    return entry


def random_policy(rng):
    kinds = working_policies()
    policy = random_entry(rng, policy_kinds()[kinds[rng.integers(len(kinds))]])
    if rng.random() < 0.5:
        policy |= {"start": "1991-03", "ramp": f"{rng.uniform(0, 20):.17g} months"}
    if rng.random() < 0.5:
        policy |= rng.choice([{"end": "1994-05"}, {"duration": "2 years"}])
    if rng.random() < 0.5:
        policy |= {"intensity": float(rng.uniform(0, 4)), "cost": f"{rng.uniform(0, 9):.17g} million usd/year"}
    if rng.random() < 0.3:
        policy["lapse"] = "7 %"
    return policy


def random_event(rng):
    kinds = list(EVENT_KINDS)
    event = random_entry(rng, EVENT_KINDS[kinds[rng.integers(len(kinds))]])
    event |= [{"date": "1992-02"}, {"every": "7 months"}, {"date": "1990-01", "every": "1 year", "until": "1994-02"}][
        rng.integers(3)
    ]
    if EVENT_KINDS[event["kind"]].lasting and rng.random() < 0.5:
        event["duration"] = "5 months"
    return event


def random_scenario(seed):
    rng = np.random.default_rng(seed)
    parameters = list(known_parameters().values())
    chosen = [parameters[i] for i in rng.choice(len(parameters), 5, replace=False)]
    ids = [*MECHANISMS, *PROCESSES]
    policies = {policy["name"]: policy for policy in (random_policy(rng) for _ in range(rng.integers(4)))}
    return Scenario.model_validate(
        {
            "corredor": 1,
            "name": f"Número {seed}: \"quoted\" - 'twice'\n# not a comment",
            "description": "on" if seed % 2 else "1990-01",
            "region": {"name": "two-corridors", "resolution": "0.5 deg"},
            "start": "1990-01",
            "duration": "5 years",
            "seed": int(rng.integers(2**63)),
            "replicates": int(rng.integers(1, 9)),
            "parameters": {
                p.name: format_quantity(float(rng.uniform(max(p.spec.low, 0.0), p.spec.high)), p.spec.unit)
                for p in chosen
                if p.spec.high > 0
            },
            "mechanisms": {ids[i]: bool(rng.integers(2)) for i in rng.choice(len(ids), 3)},
            "policies": list(policies.values()),
            "events": [random_event(rng) for _ in range(rng.integers(4))],
            "record": ["flows", "cells"][: rng.integers(3)],
        }
    )


@pytest.mark.parametrize("seed", range(60))
def test_any_scenario_loads_back_equal(seed, tmp_path):
    scenario = random_scenario(seed)
    (tmp_path / "s.yaml").write_text(scenario.to_yaml(), encoding="utf-8")
    (tmp_path / "manifest.json").write_text(scenario.to_json(), encoding="utf-8")
    assert load(tmp_path / "s.yaml") == scenario
    assert load(tmp_path / "manifest.json") == scenario


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_is_rerun_from_its_manifest(name, tmp_path):
    scenario = load(name)
    manifest = {"version": "1", "scenario": json.loads(scenario.to_json()), "timings": {"seconds": 1.5}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert load(tmp_path / "manifest.json") == scenario


def test_scenarios_that_differ_are_not_equal():
    assert load("two_corridors") != load("two_corridors", {"seed": "2"})
    assert load("two_corridors") != load("two_corridors", {"policies.Eastern surge.intensity": "2"})
