"""``corredor check``: everything that is wrong with a scenario, before anything runs."""

from __future__ import annotations

from typing import Any

import click

from corredor.commands.options import json_option, set_option, write_json


@click.command("check")
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@set_option
@json_option
def command(scenarios: tuple[str, ...], overrides: dict[str, str], json_file: Any) -> int:
    """Check scenarios without running them.

    Exits with 0 if all of them can be run, and with 2 otherwise.
    """
    results = [_checked(name, overrides) for name in scenarios]
    write_json(json_file, results)
    return 0 if all(result["ok"] for result in results) else 2


def _checked(name: str, overrides: dict[str, str]) -> dict[str, Any]:
    from corredor.scenario.readiness import check

    found = check(name, overrides)
    scenario = found.scenario
    if scenario is None:
        click.echo("\n".join(map(str, found.problems)), err=True)
    else:
        region = scenario.region
        click.echo(
            f"{name}: can be run — {scenario.months} months of {region.name} at {region.resolution:g}° from"
            f" {scenario.start}, {scenario.replicates} replicates"
        )
        for note in found.warnings:
            click.echo(f"  note: {note}")
    problems = [str(problem) for problem in found.problems]
    return {"scenario": name, "ok": found.ok, "problems": problems, "warnings": list(found.warnings)}
