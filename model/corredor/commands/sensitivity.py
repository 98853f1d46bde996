"""``corredor sensitivity``: which parameters each outcome depends on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.commands.options import INTERRUPTED, study_options, write_json
from corredor.commands.tables import print_table

if TYPE_CHECKING:
    from corredor.sensitivity import Sensitivity

SHOWN = 5


@click.command("sensitivity")
@click.argument("study")
@study_options()
def command(
    study: str,
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
    """Vary parameters over their ranges, and rank them by what they do to each outcome.

    STUDY is a YAML file with 'study: sensitivity', the name of a study that ships, or the folder of one that was run,
    whose tables and chart are then shown again. Needs corredor[calibrate].
    """
    from corredor.runs.ensemble import Interrupted
    from corredor.sensitivity import open_sensitivity, sensitivity
    from corredor.sensitivity.reading import read_sensitivity
    from corredor.sensitivity.results import FILE

    if (Path(study) / FILE).is_file():
        return _show(open_sensitivity(study), quiet, json_file)
    plan = read_sensitivity(study, set=overrides, replicates=replicates, seed=seed)
    folder = out or Path("runs") / f"{plan.study.slug}-{plan.study.seed}"
    options: dict[str, Any] = {"workers": workers, "cluster": cluster, "resume": resume, "quiet": quiet}
    try:
        done = sensitivity(plan, out=folder, **options)
    except Interrupted as interruption:
        click.echo(str(interruption), err=True)
        return INTERRUPTED
    return _show(done, quiet, json_file)


def _show(results: Sensitivity, quiet: bool, json_file: Path | None) -> int:
    """Draw the chart and print what matters most to each outcome."""
    from corredor.figures import save
    from corredor.runs.outcomes import OUTCOMES
    from corredor.sensitivity.figures import plot

    chart = save(plot(results, "ranking"), results.folder / "figures" / "ranking.png")
    outcomes = _outcomes(results)
    if not quiet:
        plan = results.plan.study
        for each in outcomes:
            told = OUTCOMES[each["outcome"]].unit_told
            title = f"{each['outcome']} ({told}): {results.chance_said(each['outcome'])}"
            print_table([_shown(row) for row in each["factors"][:SHOWN]], title=title)
        click.echo(f"{results.method.kind}: {plan.points} points, {plan.replicates} runs of each. {_told(results)}")
        click.echo("Chance is the share of the variance of point means that is not due to the factors.")
        click.echo(f"Simulated, not a forecast. {chart}")
    write_json(json_file, outcomes)
    return 0


def _outcomes(results: Sensitivity) -> list[dict[str, Any]]:
    """The outcomes as plain rows, each with all its factors in their order."""
    rows: list[dict[str, Any]] = []
    for outcome, chance in results.chance.to_dict("index").items():
        ranked = results.ranking(str(outcome)).reset_index().drop(columns=["outcome", "unit"])
        factors = [{str(key): _plain(value) for key, value in row.items()} for row in ranked.to_dict("records")]
        rows.append({"outcome": outcome, **{str(k): _plain(v) for k, v in chance.items()}, "factors": factors})
    return rows


def _plain(value: Any) -> Any:
    return None if value != value else value


def _shown(row: dict[str, Any]) -> dict[str, object]:
    return {key: f"{value:.3g}" if isinstance(value, float) else value for key, value in row.items()}


def _told(results: Sensitivity) -> str:
    if results.method.kind == "morris":
        return "Effects are changes of the outcome over a factor's whole range."
    return "Indices are shares of the variance of point means."
