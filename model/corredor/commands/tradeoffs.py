"""``corredor tradeoffs``: bundles of policies under a budget, over uncertain worlds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.commands.options import INTERRUPTED, study_options, write_json
from corredor.commands.tables import print_table

if TYPE_CHECKING:
    from corredor.tradeoffs import Tradeoffs


@click.command("tradeoffs")
@click.argument("study")
@click.option("--worlds", type=click.IntRange(1, 1_000_000), help="Uncertain worlds, instead of the study's number.")
@study_options()
@click.option(
    "--without-rights-constraint",
    is_flag=True,
    help="Keep bundles that violate more rights than doing nothing; everything that is written says so.",
)
@click.option("--language", type=click.Choice(["en", "es", "pt"]), default="en", show_default=True, help="Of the page.")
def command(
    study: str,
    worlds: int | None,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    overrides: dict[str, str],
    resume: bool,
    without_rights_constraint: bool,
    language: str,
    quiet: bool,
    json_file: Path | None,
) -> int:
    """Run bundles of policies over uncertain worlds, and say which are beaten by no other.

    STUDY is a YAML file with 'study: tradeoffs', the name of a study that ships, or the folder of one that was run,
    whose tables and page are then written again. Measures stand apart and have no weights. With --resume goals and
    budget may have changed.
    """
    from corredor.runs.ensemble import Interrupted
    from corredor.tradeoffs import open_tradeoffs, tradeoffs
    from corredor.tradeoffs.reading import read_tradeoffs
    from corredor.tradeoffs.results import FILE

    keep = not without_rights_constraint
    if (Path(study) / FILE).is_file():
        return _show(open_tradeoffs(study, rights_constraint=keep), language, quiet, json_file)
    plan = read_tradeoffs(study, set=overrides, worlds=worlds, replicates=replicates, seed=seed)
    folder = out or Path("runs") / f"{plan.study.slug}-{plan.study.seed}"
    options: dict[str, Any] = {"workers": workers, "cluster": cluster, "resume": resume, "quiet": quiet}
    try:
        done = tradeoffs(plan, out=folder, rights_constraint=keep, **options)
    except Interrupted as interruption:
        click.echo(str(interruption), err=True)
        return INTERRUPTED
    return _show(done, language, quiet, json_file)


def _show(results: Tradeoffs, language: str, quiet: bool, json_file: Path | None) -> int:
    """Write tables and page, and print the set."""
    from corredor.tradeoffs.figures.looks import REMOVED
    from corredor.tradeoffs.page import findings, write_page
    from corredor.tradeoffs.tables import write_tables

    write_tables(results)
    page, rows = write_page(results, language=language), _rows(results)
    if not quiet:
        if not results.rights_constraint:
            click.echo(f"*** {REMOVED} ***")
        inside = [row for row in rows if row["non_dominated"]]
        print_table([_shown(row) for row in inside], title=f"{results.plan.study.name}: beaten by no other")
        click.echo("Differences from doing nothing, means over worlds; of doing nothing (0), levels.")
        for finding in findings(results):
            click.echo(f"- {finding}")
        click.echo(f"Simulated, not a forecast. {page}")
    write_json(json_file, rows)
    return 0


def _rows(results: Tradeoffs) -> list[dict[str, Any]]:
    """The bundles as plain rows, with the mean and the difference of every outcome."""
    card = results.scorecard.set_index(["bundle", "outcome"])
    rows: list[dict[str, Any]] = []
    for bundle, row in zip(range(results.plan.bundles), results.bundles.to_dict("records"), strict=True):
        outcomes = {
            each.outcome: {key: _plain(card.loc[(bundle, each.outcome), key]) for key in _KEYS}
            for each in results.objectives
        }
        rows.append({**{str(key): value for key, value in row.items()}, "outcomes": outcomes})
    return rows


_KEYS = ("mean", "difference", "low", "high", "regret", "regret_high", "satisfied")


def _plain(value: Any) -> float | None:
    return None if value != value else float(value)


def _shown(row: dict[str, Any]) -> dict[str, object]:
    key = "mean" if row["code"] == "0" else "difference"
    values = {name: f"{outcome[key]:.3g}" for name, outcome in row["outcomes"].items()}
    often = {"in the set": f"{row['non_dominated_share']:.0%}", "all goals": f"{row['satisficing_share']:.0%}"}
    return {"": row["code"], "bundle": row["label"], **values, **often, "rights": row["rights"]}
