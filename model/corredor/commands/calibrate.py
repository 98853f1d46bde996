"""``corredor calibrate``: a fit to observed figures, and how far it can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.commands.options import INTERRUPTED, study_options, write_json
from corredor.commands.tables import print_table, records

if TYPE_CHECKING:
    from corredor.calibration.inference.results import Calibration


@click.command("calibrate")
@click.argument("study")
@study_options(fewest=2, last_seed=2**62)
@click.option(
    "--results",
    type=click.Path(file_okay=False, path_type=Path),
    help="Copy the small files (draws, diagnostics, tables, figures, the comparison of rival forms) here too.",
)
def command(
    study: str,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    results: Path | None,
    overrides: dict[str, str],
    resume: bool,
    quiet: bool,
    json_file: Path | None,
) -> int:
    """Fit the model to reported homicide and what else is observed: posterior, skill on held-back years, figures.

    STUDY is a YAML file with 'study: calibration', or the name of one that ships: americas_national, mexico_states,
    rival_peace. Needs corredor[calibrate].
    """
    _require_libraries()
    from corredor.calibration.inference.calibrate import calibrate
    from corredor.calibration.inference.comparison import COMPARISON, comparison
    from corredor.calibration.inference.keeping import keep
    from corredor.calibration.inference.reading import read_calibration
    from corredor.runs.ensemble import Interrupted

    plan = read_calibration(study, set=overrides, replicates=replicates, seed=seed)[0]
    folder = out or Path("runs") / f"{plan.name}-{plan.seed}"
    options: dict[str, Any] = {"workers": workers, "cluster": cluster, "resume": resume, "quiet": quiet}
    try:
        done = calibrate(study, replicates=replicates, seed=seed, out=folder, set=overrides, **options)
    except Interrupted as interruption:
        click.echo(str(interruption), err=True)
        return INTERRUPTED
    if results is not None:
        keep(done, results)
    if not quiet:
        for fit in done.values():
            _show(fit)
        if len(done) > 1:
            table = comparison(done)
            print_table(records(table), title=f"{plan.name}: forms compared, on the same figures ({COMPARISON})")
    write_json(json_file, {name: fit.diagnostics for name, fit in done.items()})
    return 0


def _require_libraries() -> None:
    """Say at once, and not after an hour of runs, that something is not installed.

    Raises:
        click.ClickException: if it is not.
    """
    from importlib.util import find_spec

    missing = [name for name in ("arviz_stats", "nautilus", "sklearn", "statsmodels") if find_spec(name) is None]
    if missing:
        raise click.ClickException(f"{', '.join(missing)} is missing — pip install 'corredor[calibrate]'")


def _show(fit: Calibration) -> None:
    said = fit.diagnostics
    contraction = said["fits"]["with breaks"]["contraction"]
    summary = fit.draws[list(contraction)].quantile([0.05, 0.5, 0.95])
    rows: list[dict[str, object]] = [
        {
            "parameter": prior.name,
            "unit": prior.factor.unit,
            "prior": f"{prior.factor.low:.3g} to {prior.factor.high:.3g}",
            "5 %": f"{summary[prior.name].iloc[0]:.3g}",
            "median": f"{summary[prior.name].iloc[1]:.3g}",
            "95 %": f"{summary[prior.name].iloc[2]:.3g}",
            "prior variance taken away": f"{max(contraction[prior.name], 0.0):.0%}",
        }
        for prior in fit.priors
    ]
    print_table(rows, title=f"{fit.name}: posterior")
    truths = said["synthetic_truths"]
    if truths is not None:
        unknown = ", ".join(truths["not_identified"]) or "none"
        click.echo(
            f"{truths['number']} synthetic truths: 90 % intervals of identified parameters cover "
            f"{truths['coverage_90_identified']:.0%}. Not identified: {unknown}."
            if truths["identified"]
            else f"{truths['number']} synthetic truths: no parameter is identified."
        )
    if not said["fits"]["with breaks"]["chains_agree"]:
        click.echo("Chains do not agree (R-hat above 1.01): the posterior is not to be trusted yet.")
    for information, verdict in said["skill"].items():
        click.echo(f"Held-back years, {information.replace('_', ' ')}: {verdict['crps']}")
    click.echo(f"Simulated, not a forecast. {fit.folder}")
