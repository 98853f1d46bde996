"""Write the generated tables of docs/odd.md, so that what the protocol says cannot drift from what the program does.

A table stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. Run it after a parameter, a mechanism, a state
variable, a policy or the order of the month has changed: ``make odd``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import corredor.model  # noqa: F401 - registers every parameter of the engine
from corredor.agents.agency import Agency
from corredor.agents.community import Community
from corredor.agents.organisation import Organisation
from corredor.agents.tables import Table, TableAgent
from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.core.parameters import CONVENTION, DRAWN, UNMEASURED, Parameter, registered
from corredor.core.policy_kinds import policy_kinds
from corredor.effects.parameters import read_parameter_set
from corredor.policies import working_kinds
from corredor.processes.month import MONTH

ODD = Path(__file__).resolve().parents[1] / "docs" / "odd.md"
BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def month() -> str:
    """The twelve processes in their order."""
    rows = [
        ("0", "policies, events", "what the scenario plans starts, ramps, acts through levers, is charged, and stops")
    ]
    rows += [(str(i), f"`{process.name}`", PROCESSES[process.name]) for i, process in enumerate(MONTH, 1)]
    return table(("", "process", "what happens"), rows)


def state_variables(agent: type[TableAgent]) -> str:
    """The columns of one kind of agent."""
    columns = Table(agent, capacity=1).columns
    return table(("variable", "meaning"), [(f"`{name}`", column.meaning) for name, column in columns.items()])


def mechanisms() -> str:
    """Every mechanism that can be cut."""
    return table(("mechanism", "what it carries"), [(f"`{name}`", meaning) for name, meaning in MECHANISMS.items()])


def policies() -> str:
    """The kinds of policy that work."""
    kinds = policy_kinds()
    rows = [(f"`{kind}`", kinds[kind].meaning, kinds[kind].intensity) for kind in working_kinds()]
    return table(("policy", "what a state does", "intensity"), rows)


def events() -> str:
    """The kinds of event."""
    return table(("event", "what happens"), [(f"`{kind.kind}`", kind.meaning) for kind in EVENT_KINDS.values()])


def parameters(group: str) -> str:
    """The registered parameters of one group; a dagger marks defaults that are the calibrated draw's."""
    calibrated = read_parameter_set()

    def row(parameter: Parameter) -> tuple[str, ...]:
        spec = parameter.spec
        unit = "" if spec.unit == "1" else spec.unit
        span = f"{spec.low:g} to {spec.high:g}"
        default = f"{parameter.default:g}" + ("†" if parameter.name in calibrated else "")
        return (f"`{parameter.name}`", spec.meaning, unit, default, span, spec.source)

    chosen = [row(p) for p in registered().values() if p.name.startswith(f"{group}.")]
    return table(("parameter", "meaning", "unit", "default", "range", "source"), chosen)


def form_of(source: str) -> str:
    """What kind of source a parameter has."""
    if source.endswith(DRAWN):
        return "a draw from the posterior of a fit (†)"
    forms = {UNMEASURED: "unmeasured", CONVENTION: "a convention or a switch", "fitted": "fitted to a published level"}
    return next((form for begin, form in forms.items() if source.startswith(begin)), "published")


def sources() -> str:
    """How many parameters have which kind of source."""
    counts = Counter(form_of(parameter.spec.source) for parameter in registered().values())
    total = counts.total()
    return table(("source", "parameters", "share"), [(f, str(n), f"{n / total:.0%}") for f, n in counts.most_common()])


def tables() -> Mapping[str, Callable[[], str]]:
    """What can stand between markers, by name."""
    blocks: dict[str, Callable[[], str]] = {
        "month": month,
        "organisation": lambda: state_variables(Organisation),
        "agency": lambda: state_variables(Agency),
        "community": lambda: state_variables(Community),
        "mechanisms": mechanisms,
        "policies": policies,
        "events": events,
        "sources": sources,
    }
    for group in dict.fromkeys(name.split(".", 1)[0] for name in registered()):
        blocks[f"parameters {group}"] = lambda group=group: parameters(group)  # type: ignore[misc]
    return blocks


def render(text: str) -> str:
    """The protocol with every generated table brought up to date.

    Raises:
        ValueError: if the text has no place for a table, or a place for one that does not exist.
    """
    blocks = tables()
    places = [match["name"] for match in BLOCK.finditer(text)]
    if missing := [name for name in blocks if name not in places]:
        raise ValueError(
            f"docs/odd.md has no place for {', '.join(missing)}: add '<!-- generated: NAME -->' and '<!-- end -->'"
        )
    if unknown := [name for name in places if name not in blocks]:
        raise ValueError(f"docs/odd.md has a place for {', '.join(unknown)}, which does not exist")
    return BLOCK.sub(lambda match: f"{match[1]}{blocks[match['name']]()}{match[3]}", text)


if __name__ == "__main__":
    ODD.write_text(render(ODD.read_text(encoding="utf-8")), encoding="utf-8")
