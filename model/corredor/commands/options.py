"""Options that several subcommands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

INTERRUPTED: Final = 130
"""Exit status of a command that somebody interrupted."""


def _pairs(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in values:
        path, equals, value = text.partition("=")
        if not equals or not path.strip():
            raise click.BadParameter(f"'{text}' is not PATH=VALUE, e.g. --set 'duration=2 years'", ctx, parameter)
        pairs[path.strip()] = value.strip()
    return pairs


def set_option(function: F) -> F:
    """``--set PATH=VALUE``, as often as wanted; the function gets a mapping called ``overrides``."""
    return click.option(
        "--set",
        "overrides",
        multiple=True,
        callback=_pairs,
        metavar="PATH=VALUE",
        help="A value that wins over the file, e.g. 'duration=2 years', 'routes.sensitivity=2' or "
        "'policies.Caribbean surge.intensity=5'. May be given more than once.",
    )(function)


def _as_overrides(ctx: click.Context, parameter: click.Parameter, path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    from corredor.core import units
    from corredor.effects.parameters import read_parameter_set
    from corredor.scenario.registry import known_parameters

    known = known_parameters()
    found = {}
    for name, value in read_parameter_set(path).items():
        unit = known[name].spec.unit
        found[name] = repr(value) if units.is_dimensionless(unit) else f"{value!r} {unit}"
    return found


def parameters_option(function: F) -> F:
    """``--parameters FILE``; the function gets its values as a mapping called ``calibrated``, by path."""
    return click.option(
        "--parameters",
        "calibrated",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        callback=_as_overrides,
        help="YAML with values of parameters, such as the parameters.yaml of a calibration; they win over the "
        "scenario, and --set over them.",
    )(function)


def workers_options(function: F) -> F:
    """``--workers`` and ``--cluster``."""
    cluster = click.option(
        "--cluster",
        metavar="ADDRESS|local",
        help="Let the workers of a Dask scheduler do the runs, or start one here (local); needs corredor[cluster].",
    )
    workers = click.option("--workers", type=click.IntRange(1), help="Runs at a time; one for each core if not given.")
    return workers(cluster(function))


def _share(ctx: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    number = value.strip().removesuffix("%")
    try:
        return float(number) / (100.0 if number != value.strip() else 1.0)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no share, e.g. 5%", ctx, parameter) from None


def precision_options(what: str) -> Callable[[F], F]:
    """``--precision``, ``--outcome`` and ``--budget``; ``what`` is added and of which mean."""

    def decorate(function: F) -> F:
        precision = click.option(
            "--precision", callback=_share, metavar="5%", help=f"{what} is known to this share of its level."
        )
        outcome = click.option(
            "--outcome",
            "outcomes",
            multiple=True,
            help="Which must be so precise; may be given more than once; homicide_rate and delivered if not given.",
        )
        budget = click.option(
            "--budget", type=click.IntRange(1), default=1_000, show_default=True, help="At most so many."
        )
        return precision(outcome(budget(function)))

    return decorate


def json_option(function: F) -> F:
    """``--json FILE``; the function gets a path called ``json_file``, or nothing."""
    return click.option(
        "--json",
        "json_file",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Also write what is printed as JSON to this file.",
    )(function)


def study_options(fewest: int = 1, last_seed: int = 2**63 - 1) -> Callable[[F], F]:
    """What every study takes: ``--replicates`` and ``--seed``, who does it, where it goes, and what is said.

    The function gets ``replicates``, ``seed``, ``workers``, ``cluster``, ``out``, ``overrides``, ``resume``, ``quiet``
    and ``json_file``.

    Args:
        fewest: replicates.
        last_seed: that the study can have.
    """
    options = (
        click.option(
            "--replicates", type=click.IntRange(fewest, 1_000_000), help="Runs of each point, not the study's."
        ),
        click.option("--seed", type=click.IntRange(0, last_seed), help="Instead of the study's."),
        workers_options,
        click.option("--out", type=click.Path(path_type=Path), help="The study folder; runs/NAME-SEED if not given."),
        set_option,
        click.option("--resume", is_flag=True, help="Go on with a folder that is there, doing only what is missing."),
        click.option("--quiet", is_flag=True, help="No progress, no table; only what goes wrong."),
        json_option,
    )

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def write_json(path: Path | None, content: Any) -> None:
    """Write to the file of ``--json``, if one was given.

    Raises:
        click.ClickException: if the file cannot be written.
    """
    if path is None:
        return
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"{path} cannot be written: {error.strerror}", param_hint="--json") from None
