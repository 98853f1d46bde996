"""``corredor run``: all replicates of one scenario or several, into run folders."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.commands.options import INTERRUPTED, parameters_option, precision_options, set_option, workers_options

if TYPE_CHECKING:
    from corredor.scenario import Scenario


@click.command("run")
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@click.option("--replicates", type=click.IntRange(1, 1_000_000), help="How many, instead of the scenario's number.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Instead of the scenario's.")
@workers_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The run folder, or with several scenarios their parent; runs/NAME-SEED if not given.",
)
@set_option
@parameters_option
@click.option("--replicate", type=click.IntRange(0), help="Run only the replicate of this number.")
@precision_options("Add replicates until the mean of each outcome judged")
@click.option("--audit", is_flag=True, help="Check every month that cocaine, people and money are accounted for.")
@click.option("--resume", is_flag=True, help="Go on with a folder that is there, redoing only what is missing.")
@click.option("--quiet", is_flag=True, help="No progress, no notes; only what goes wrong.")
def command(
    scenarios: tuple[str, ...],
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    overrides: dict[str, str],
    calibrated: dict[str, str],
    replicate: int | None,
    precision: float | None,
    outcomes: tuple[str, ...],
    budget: int,
    audit: bool,
    resume: bool,
    quiet: bool,
) -> int:
    """Run one scenario or several, all their replicates.

    SCENARIO is the name of a scenario that ships, a YAML file, or the manifest.json of a run folder, which gives the
    same bits again. The folder appears under its name when it is whole.
    """
    from corredor.agents.starts import kept_starts
    from corredor.runs.ensemble import Interrupted, resolve_one, run

    found = [
        resolve_one(name, replicate, set={**calibrated, **overrides}, replicates=replicates, seed=seed)
        for name in scenarios
    ]
    loaded = [scenario for scenario, _ in found]
    folders = _folders(loaded, out, replicate)
    options: dict[str, Any] = {
        "workers": workers,
        "cluster": cluster,
        "audit": audit,
        "resume": resume,
    }
    if precision is not None:
        options |= {"precision": precision, "budget": budget, **({"outcomes": outcomes} if outcomes else {})}
    if not quiet:
        for warning in dict.fromkeys(warning for scenario in loaded for warning in scenario.warnings):
            click.echo(f"note: {warning}", err=True)
    with kept_starts() if len(found) > 1 else nullcontext() as starts:
        for (scenario, number), folder in zip(found, folders, strict=True):
            try:
                run(scenario, out=folder, replicate=number, quiet=quiet, starts=starts, **options)
            except Interrupted as interruption:
                click.echo(str(interruption), err=True)
                return INTERRUPTED
            if not quiet:
                click.echo(f"{scenario.name}: {folder}")
    return 0


def _folders(scenarios: list[Scenario], out: Path | None, replicate: int | None) -> list[Path]:
    """A folder for each scenario.

    Raises:
        click.BadParameter: if two scenarios would share one.
    """
    only = "" if replicate is None else f"-replicate-{replicate}"
    if out is None:
        folders = [Path("runs") / f"{scenario.slug}-{scenario.seed}{only}" for scenario in scenarios]
    elif len(scenarios) == 1:
        folders = [out]
    else:
        folders = [out / scenario.slug for scenario in scenarios]
    if len({*folders}) < len(folders):
        raise click.BadParameter("two of them have the same name and would share a run folder", param_hint="SCENARIO")
    return folders
