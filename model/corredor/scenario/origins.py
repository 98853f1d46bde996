"""Where every value of a scenario came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corredor.scenario.loading import load
from corredor.scenario.scenario import Scenario
from corredor.scenario.writing import as_plain

if TYPE_CHECKING:
    import pandas as pd

DEFAULT = "default"


def show(scenario: str | Path | Scenario, overrides: Mapping[str, object] | None = None) -> pd.DataFrame:
    """A scenario in full, each value with where it came from, as ``corredor show`` prints it.

    Args:
        scenario: a shipped name, a YAML file, the ``manifest.json`` of a run, or a loaded scenario as it is.
        overrides: values by path that win over the file; of a loaded scenario there are none.

    Returns:
        Columns ``path``, ``value`` as written in full, and ``origin``: ``file:line``, the override, or ``default``.

    Raises:
        ScenarioError: with every problem found.
    """
    import pandas as pd

    loaded = scenario if isinstance(scenario, Scenario) else load(scenario, overrides)
    return pd.DataFrame(values_with_origins(loaded), columns=["path", "value", "origin"], dtype=object)


def values_with_origins(scenario: Scenario) -> list[tuple[str, Any, str]]:
    """Path, value as written in full, and ``file:line`` or ``default``, in the order of the format."""
    return [(path, value, _origin(scenario, path)) for path, value in _values(as_plain(scenario), "")]


def _values(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _values(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        names = [item.get("name") for item in value]
        for position, (item, name) in enumerate(zip(value, names, strict=True)):
            step = name if name is not None and names.count(name) == 1 else str(position)
            yield from _values(item, f"{path}.{step}")
    else:
        yield path, value


def _origin(scenario: Scenario, path: str) -> str:
    """One place or name may be written alone or as a list of one, so positions in paths may have to be left out."""
    if path in scenario.provenance:
        return scenario.provenance[path]
    wanted = _without_positions(path)
    for at, origin in scenario.provenance.items():
        written = _without_positions(at)
        if written == wanted or written.startswith(f"{wanted}."):
            return origin
    return DEFAULT


def _without_positions(path: str) -> str:
    return ".".join(step for step in path.split(".") if not step.isdigit())
