"""``corredor explorer``: a study that was run, as one HTML file with sliders."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("explorer")
@click.argument("study", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="If not given, explorer.html in the study folder."
)
@click.option(
    "--without-rights-constraint",
    is_flag=True,
    help="Do not leave out bundles that violate more rights than doing nothing; the page says so.",
)
@click.option("--quiet", is_flag=True, help="Do not say where the page is.")
def command(study: Path, out: Path | None, without_rights_constraint: bool, quiet: bool) -> None:
    """Write STUDY, the folder of trade-offs or of a sweep that was run, as one HTML file with sliders.

    It opens without a network and without Python, in English, Spanish and Portuguese.
    """
    from corredor.explorer.page import explorer

    target = explorer(study, out=out, rights_constraint=not without_rights_constraint)
    if not quiet:
        click.echo(f"{target} ({target.stat().st_size / 1e6:.1f} MB). Simulated, not a forecast.")
