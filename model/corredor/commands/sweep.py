"""``corredor sweep``: a design over parameters or policies, into a study folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corredor.commands.options import INTERRUPTED, study_options, write_json
from corredor.commands.tables import print_table

if TYPE_CHECKING:
    from corredor.runs import Study


@click.command("sweep")
@click.argument("study", type=click.Path(path_type=Path))
@study_options()
def command(
    study: Path,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    overrides: dict[str, str],
    resume: bool,
    quiet: bool,
    json_file: Path | None,
) -> int:
    """Run a scenario over a design: a list, a grid, a Latin hypercube or a Sobol sequence.

    STUDY is a YAML file with 'study: sweep', or the manifest.json of a study folder, which gives the same bits again.
    One run of it alone: corredor run FOLDER/manifest.json --replicate RUN.
    """
    from corredor.runs.ensemble import Interrupted
    from corredor.runs.outcomes import OUTCOMES
    from corredor.runs.studies.reading import read_study
    from corredor.runs.studies.sweep import sweep

    plan = read_study(study, set=overrides, replicates=replicates, seed=seed)
    folder = out or Path("runs") / f"{plan.slug}-{plan.seed}"
    try:
        done = sweep(plan, workers=workers, cluster=cluster, out=folder, resume=resume, quiet=quiet)
    except Interrupted as interruption:
        click.echo(str(interruption), err=True)
        return INTERRUPTED
    rows = _rows(done)
    if not quiet:
        title = f"{done.name}: means of {plan.replicates} runs at each of {plan.points} points"
        print_table([row | {"unit": OUTCOMES[str(row["outcome"])].unit_told} for row in rows], title=title)
        click.echo(f"Simulated, not a forecast. Every run is in {folder}.")
    write_json(json_file, rows)
    return 0


def _rows(study: Study) -> list[dict[str, object]]:
    """Over the points, the lowest, median and highest mean of each outcome."""
    from corredor.runs.outcomes import OUTCOMES

    means = study.means()[list(study.outcomes)].quantile([0.0, 0.5, 1.0])
    return [
        {
            "outcome": name,
            "lowest": float(f"{means[name].iloc[0]:.4g}"),
            "median": float(f"{means[name].iloc[1]:.4g}"),
            "highest": float(f"{means[name].iloc[2]:.4g}"),
            "unit": OUTCOMES[name].unit,
        }
        for name in study.outcomes
    ]
