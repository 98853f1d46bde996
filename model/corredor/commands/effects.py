"""``corredor effects``: the board of documented effects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.commands.options import INTERRUPTED, json_option, write_json
from corredor.commands.tables import print_table

if TYPE_CHECKING:
    from corredor.effects.judging import Finding, Verdict

FALLS_SHORT = 3


@click.command("effects")
@click.argument("cases", nargs=-1, metavar="[CASE...]")
@click.option("--pairs", type=click.IntRange(2, 10_000), help="Replicates of every arm; 50 if not given.")
@click.option("--resolution", type=click.FloatRange(0.25, 5.0), help="Degrees, instead of those of each case.")
@click.option(
    "--parameters",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML with the one set of parameters for all; the draw of calibration/results/capacity_before if not given.",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Of every arm.")
@click.option("--fast", is_flag=True, help="Only the cases that every change must pass: 2 degrees, 8 pairs.")
@click.option("--severity", type=click.IntRange(0, 100_000), default=0, metavar="N", help="Also judge under N draws.")
@click.option("--workers", type=click.IntRange(1), help="Replicates at a time; one for each core if not given.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the runs and verdicts; else temporary.")
@click.option("--resume", is_flag=True, help="Go on with a folder that is there, redoing only what is missing.")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Also write the board as Markdown.")
@click.option("--figures", type=click.Path(file_okay=False, path_type=Path), help="Also draw the board and each case.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Also add a line for each case to a CSV.")
@click.option(
    "--accounting",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Do not judge: find out what carries each CASE and where it holds, and write FOLDER/CASE.md.",
)
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=click.Choice(["cuts", "map", "range", "chain"]),
    help="Of an accounting, only this; may be repeated.",
)
@click.option(
    "--board",
    "boards",
    multiple=True,
    metavar="[LABEL=]FOLDER",
    help="Run nothing: lay this board beside others and say which verdicts flip from the first; may be repeated.",
)
@click.option("--quiet", is_flag=True, help="No progress, no table; only the exit code.")
@json_option
def command(
    cases: tuple[str, ...],
    json_file: Path | None,
    page: Path | None,
    figures: Path | None,
    log: Path | None,
    quiet: bool,
    accounting: Path | None,
    parts: tuple[str, ...],
    boards: tuple[str, ...],
    **options: Any,
) -> int:
    """Run documented effects and judge them: CASE is the name of one; all of them if none is given.

    The exit code is 3 when any case falls short, or with --board when a verdict flips.
    """
    if boards:
        from corredor.commands.effects_robustness import lay_beside

        return lay_beside(boards, page, figures, json_file, quiet=quiet)
    if accounting is not None:
        from corredor.commands.effects_accounting import Pages, account_for

        return account_for(cases, Pages(accounting, figures, parts), quiet=quiet, **options)
    from corredor.effects.board import effects
    from corredor.effects.log import add_to_log
    from corredor.effects.page import write_page
    from corredor.runs.ensemble import Interrupted

    drawing = None if figures is None else _drawing(figures, options["out"])
    try:
        board = effects(cases, quiet=quiet, on_verdict=None if quiet else _show, on_arms=drawing, **options)
    except Interrupted as interruption:
        click.echo(str(interruption), err=True)
        return INTERRUPTED
    if page is not None:
        write_page(page, board)
    if log is not None:
        add_to_log(log, board)
    if figures is not None:
        from corredor.effects.board_figure import draw_board
        from corredor.figures.style import save

        save(draw_board(board.verdicts), figures / "board.png")
    write_json(json_file, board.rows())
    if not quiet:
        done = sum(verdict.reproduced for verdict in board.verdicts)
        click.echo(f"\n{done} of {len(board.verdicts)} reproduced ({board.pairs} pairs, seed {board.seed})")
    return 0 if board.reproduced else FALLS_SHORT


def _drawing(figures: Path, out: Path | None) -> Any:
    """Draws the story of each case while its arms are in memory."""
    from corredor.effects.story_figure import draw_story
    from corredor.figures.style import save

    return lambda verdict, arms: save(draw_story(verdict, arms), figures / f"{verdict.case.name}.png")


def _show(verdict: Verdict) -> None:
    """One case as a table."""
    state = "reproduced" if verdict.reproduced else "falls short"
    mark = "● " if verdict.case.marked else ""
    click.echo(f"\n{mark}{verdict.case.name}: {state} — {verdict.case.title}")
    kinds = (
        ("baseline", verdict.baselines),
        ("", verdict.outcomes),
        ("cut", verdict.cuts),
        ("placebo", verdict.placebos),
    )
    print_table([_row(kind, found) for kind, listed in kinds for found in listed])


def _row(kind: str, found: Finding) -> dict[str, Any]:
    from corredor.figures.wording import number

    summary = found.summary
    name = found.of if found.of == found.outcome else f"{found.of}: {found.outcome}"
    rests = "; ".join(
        f"{what} {number(s.median)} [{number(s.low)}, {number(s.high)}]" for what, s in found.detail.items()
    )
    return {
        "": kind,
        "what": name,
        "unit": found.unit,
        "median [90 %]": f"{number(summary.median)} [{number(summary.low)}, {number(summary.high)}]",
        "asked": found.rule,
        "holds": "" if found.holds is None else ("yes" if found.holds else "NO"),
        "rests on": rests,
    }
