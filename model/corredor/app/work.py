"""What worker processes do for the page: each a function that takes and returns plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corredor.scenario import ScenarioError, load
from corredor.scenario.scenario import Scenario

if TYPE_CHECKING:
    from corredor.agents.starts import Starts

Tell = Callable[[int], None]
"""Told how many months are done."""


def simulate(tell: Tell, sides: list[tuple[str, str]], replicate: int) -> dict[str, Any]:
    """Run one replicate of a scenario and of its control, and sum up all replicates so far.

    Args:
        tell: see ``Tell``.
        sides: scenario file and run folder, first of the control, then of the portfolio.
        replicate: its number.

    Returns:
        See ``digest.digest``.
    """
    from corredor.agents.starts import kept_starts
    from corredor.app.digest import digest

    done = 0
    with kept_starts() as starts:
        for file, folder in sides:
            done += _extend(partial(_tell_after, tell, done), Path(file), Path(folder), replicate, starts)
    return digest(Path(sides[0][1]), Path(sides[1][1]))


def _tell_after(tell: Tell, before: int, months: int) -> None:
    tell(before + months)


def _extend(tell: Tell, file: Path, folder: Path, replicate: int, starts: Starts) -> int:
    """Add a replicate to a run folder, unless it is there; return how many months it has."""
    from corredor.app.filming import FilmedModel
    from corredor.runs.ensemble import execute
    from corredor.runs.folder import RunFolder

    scenario = load(file)
    begun = RunFolder.begin(folder, scenario, [replicate], resume=True)
    build = partial(FilmedModel, folder=folder, tell=tell)
    execute(begun, scenario, workers=1, quiet=True, build=build, starts=starts)
    tell(scenario.months)
    return scenario.months


def check(tell: Tell, file: str, shown: str) -> dict[str, Any]:
    """What a scenario file says, or everything that is wrong with it, as ``corredor check`` tells it.

    Args:
        tell: not used; a check has no months.
        file: an uploaded file, alone in its folder.
        shown: what its owner calls it.
    """
    try:
        scenario = load(Path(file))
    except ScenarioError as error:
        return {"problems": [str(problem).replace(file, shown) for problem in error.problems]}
    return {"problems": [], "scenario": scenario.to_json(), "warnings": list(scenario.warnings)}


def quote(tell: Tell, file: str) -> dict[str, dict[str, tuple[float, float]]]:
    """What every policy would cost a month, anywhere, in the first month of a scenario.

    Args:
        tell: not used.
        file: scenario file.

    Returns:
        By kind and place the cost at intensity 0 and what each unit of intensity adds, US$ of 2015 a month.
    """
    from corredor.app.costing import price_list

    return price_list(load(Path(file)))


def report(tell: Tell, control: str, folder: str, out: str, language: str) -> str:
    """Write the report of a run beside its control.

    Args:
        tell: not used.
        control: run folder of the control.
        folder: run folder of the portfolio.
        out: the folder to write into.
        language: of the page.

    Returns:
        The file.
    """
    from corredor.report import write_report
    from corredor.runs import open_run

    return str(write_report(open_run(folder), open_run(control), Path(out) / "report.html", language))


def scenario_of(text: str, file: Path) -> Scenario:
    """Write a scenario to a file and check it.

    Raises:
        ScenarioError: with everything that is wrong.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return load(file)
