"""``corredor compare``: what differs between scenarios, over pairs of replicates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.commands.options import (
    json_option,
    parameters_option,
    precision_options,
    set_option,
    workers_options,
    write_json,
)
from corredor.commands.tables import print_table

if TYPE_CHECKING:
    from corredor.runs import Comparison


@click.command("compare")
@click.argument("base")
@click.argument("others", nargs=-1, metavar="[OTHER...]")
@click.option("--replicates", type=click.IntRange(1, 1_000_000), help="Pairs, instead of the base's number.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Instead of the base's; all are run with the same.")
@workers_options
@precision_options("Add pairs until the difference in each outcome judged")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("runs/compare"),
    show_default=True,
    help="Parent of the run folders; runs that are already there are used.",
)
@set_option
@parameters_option
@click.option("--quiet", is_flag=True, help="No progress.")
@json_option
def command(
    base: str,
    others: tuple[str, ...],
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    precision: float | None,
    outcomes: tuple[str, ...],
    budget: int,
    out: Path,
    overrides: dict[str, str],
    calibrated: dict[str, str],
    quiet: bool,
    json_file: Path | None,
) -> None:
    """Compare scenarios with BASE, run with the same random numbers, outcome by outcome.

    Each is a scenario, or the folder of a run. A scenario alone is compared with its own control.
    """
    from corredor.runs import compare

    options: dict[str, Any] = {
        "replicates": replicates,
        "seed": seed,
        "workers": workers,
        "cluster": cluster,
        "set": {**calibrated, **overrides},
    }
    if precision is not None:
        options |= {"precision": precision, "budget": budget, **({"outcomes": outcomes} if outcomes else {})}
    comparison = compare(base, *others, out=out, quiet=quiet, **options)
    for name in comparison.table["other"].unique():
        _print(comparison, str(name))
    write_json(json_file, comparison.rows())


def _print(comparison: Comparison, other: str) -> None:
    from corredor.runs.outcomes import OUTCOMES
    from corredor.runs.precision import FEWEST, FEWEST_RESAMPLED

    rows = [row for row in comparison.rows() if row["other"] == other]
    pairs, base = int(rows[0]["n"]), comparison.base.name
    shown = [
        {
            "outcome": row["outcome"],
            "without": _number(row["base"]),
            "with": _number(row["value"]),
            "with − without": _number(row["difference"]),
            **({"95 % interval": _interval(row)} if pairs >= FEWEST else {}),
            **({f"pairs for ±{comparison.precision:.0%}": _pairs(row)} if pairs >= FEWEST else {}),
            "same sign": "" if row["same_sign"] is None else f"{row['same_sign']:.0%}",
            "unit": OUTCOMES[row["outcome"]].unit_told,
            "meaning": row["meaning"],
        }
        for row in rows
    ]
    print_table(shown, title=f"{other}, compared with {base}: means of {comparison.windows[other].told}")
    click.echo(f"'with' is {other}, 'without' is {base}, over {pairs} {'pair' if pairs == 1 else 'pairs'}.")
    if pairs < FEWEST:
        click.echo(f"No interval: with fewer than {FEWEST} pairs there is none, and any difference may be chance.")
    else:
        click.echo(f"'pairs for ±{comparison.precision:.0%}' know the difference to that share of the mean without.")
        how = "Student's t" if pairs < FEWEST_RESAMPLED else "bootstrap"
        click.echo(f"The interval is of the mean difference ({how}).")
    click.echo("Simulated, not a forecast.\n")


def _interval(row: dict[str, Any]) -> str:
    return "" if row["low"] is None else f"{_number(row['low'])} to {_number(row['high'])}"


def _pairs(row: dict[str, Any]) -> str:
    return "" if row["needed"] is None else f"{row['needed']:,.0f}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.3g}" if abs(value) < 1e3 else f"{value:,.0f}"
