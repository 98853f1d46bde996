"""Write the generated table of docs/policies.md: what each kind of policy acts on, how far, and what it costs.

The lever's column is what a policy of each kind really does in its first month at its usual intensity, everywhere on a
small region, so that the page cannot promise what the program does not do. Run it after a policy has changed:
``make policies``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corredor.core.parameters import registered
from corredor.core.plan import PlannedPolicy
from corredor.core.policy_kinds import PolicyKind, policy_kinds
from corredor.model import TraffickingModel
from corredor.policies import Policy, build_policy
from corredor.scenario import load

PAGE = Path(__file__).resolve().parents[1] / "docs" / "policies.md"
BLOCK = re.compile(r"(<!-- generated: policies -->\n).*?(<!-- end -->)", re.DOTALL)
PAIRS = ("peace_value", "way_out")
"""Levers that are no arrays: by pair of organisations, and by organisation."""


def small_world() -> TraffickingModel:
    """Where policies are tried for a month."""
    quick = {"markets.spin_up": "24 months", "markets.settling": "0 months"}
    return TraffickingModel(load("two_corridors_control", quick))


def turned(policy: Policy) -> Iterator[str]:
    """Each lever that a policy turns, and by how much where that is the same everywhere."""
    levers = policy.world.levers
    levers.reset()
    neutral = {name: getattr(levers, name).copy() for name in levers.names}
    policy.act(1.0)
    for name in policy.turns:
        if name in PAIRS:
            yield f"`{name}`"
            continue
        now, usual = getattr(levers, name), neutral[name]
        values = {f"{value:.3g}" for value in now[now != usual]}
        one = usual.flat[0] == 1.0
        yield f"`{name}`" + (f" {'×' if one else '+'} {values.pop()}" if len(values) == 1 else "")
    levers.reset()


def cost(kind: str) -> str:
    """The unit costs of a kind."""
    found = [p for name, p in registered().items() if name.split("_")[0] and name.startswith(f"costs.{kind}")]
    return (
        "; ".join(f"{p.default:g} {p.spec.unit}, {p.spec.meaning}" for p in found) or "what is offered, to each party"
    )


def line(kind: PolicyKind, world: TraffickingModel) -> str:
    """One row of the table."""
    everywhere = np.ones(world.region.n, dtype=np.bool_)
    planned = PlannedPolicy(kind.kind, kind.kind, everywhere, 0, 1, 0.0, kind.default_intensity, None, 0.0, {})
    policy = build_policy(planned, world)
    acts = " ".join((policy.__doc__ or "").split("\n\n")[0].split())
    through = ", ".join(turned(policy)) or "takes leaders itself"
    cells = (f"`{kind.kind}`", acts, through, f"{kind.default_intensity:g}", cost(kind.kind), policy.evidence)
    return "| " + " | ".join(cells) + " |\n"


def render(text: str) -> str:
    """The page with its table brought up to date.

    Raises:
        ValueError: if the page has no place for it.
    """
    if not BLOCK.search(text):
        raise ValueError("docs/policies.md has no place for the table")
    world = small_world()
    head = "| kind | what it acts on | levers, at the usual intensity | usual intensity | unit cost | evidence |\n"
    rows = "".join(line(kind, world) for kind in policy_kinds().values())
    return BLOCK.sub(lambda match: f"{match[1]}{head}|{' --- |' * 6}\n{rows}{match[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
