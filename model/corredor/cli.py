"""The ``corredor`` command. Each subcommand is a module of its own, loaded only when it is called.

A new subcommand is one line in ``COMMANDS`` and one module in ``corredor/commands`` with a Click command called
``command``. The line is all that ``corredor --help`` needs, so that help answers before anything heavy is imported.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from corredor import __version__
from corredor.core.threads import stay_single

COMMANDS: Final[dict[str, str]] = {
    "run": "Run one scenario or several, all their replicates, into run folders.",
    "compare": "Compare scenarios over pairs of replicates, outcome by outcome.",
    "effects": "Run the board of documented effects and say which are reproduced.",
    "sweep": "Run a design over parameters or policies: list, grid, Latin hypercube, Sobol.",
    "tradeoffs": "Run bundles of policies under a budget in uncertain worlds: which are beaten by no other.",
    "sensitivity": "Say which parameters each outcome depends on: Morris' and Sobol's measures.",
    "calibrate": "Fit the model to reported homicide and more, and say how far the fit can be trusted.",
    "forecast": "Freeze a forecast of years to come from a calibration, or score one that was frozen.",
    "explorer": "Write a study that was run as one HTML file with sliders, for a room without a network.",
    "plot": "Draw figures of a run, or the layers of a region.",
    "report": "Write the report of a run: one HTML file that opens without a network.",
    "check": "Check scenarios without running them.",
    "list": "List what ships: scenarios, policies, processes, mechanisms, events, parameters, regions.",
    "show": "Show a scenario in full, each value with where it came from.",
    "new": "Write a commented scenario to start from.",
    "schema": "Print the JSON Schema of scenarios, for editors.",
    "app": "Open the workshop page in a browser, on this machine or for a room.",
    "bench": "Measure speed on this machine against named references.",
    "status": "Say how far a running or interrupted run is.",
}
"""Subcommands in the order of the help, each with its one line."""

INTERRUPTED: Final = 130
WRONG_INPUT: Final = 2


class LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"corredor.commands.{'list_' if name == 'list' else name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        import difflib

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" — did you mean '{close[0]}'?" if close else " — 'corredor --help' lists them"
            raise click.UsageError(f"there is no command '{args[0]}'{hint}", ctx)
        return super().resolve_command(ctx, args)


def _tell_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Version and digest of the code: between two versions numbers change, and only the digest tells them apart."""
    if asked:
        from corredor.runs.provenance import code_digest

        click.echo(f"corredor {__version__} (code {code_digest()})")
        context.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """A laboratory in which trafficking routes, enforcement and violence are one model.

    SCENARIO is the name of a scenario that ships ('corredor list'), or a YAML file.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    0 done; 1 the run failed; 2 the input is wrong; 3 it ran, and what it checks does not hold; 130 interrupted.
    A subcommand returns its code, or nothing for 0.
    """
    # Before a subcommand loads NumPy: runs are done by processes, and those are forked while there is one thread.
    stay_single()
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments), prog_name="corredor", standalone_mode=False
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted — everything finished so far is kept", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, RuntimeError) as error:
        code = _code_of(error)
        if code is None:
            raise
        click.echo(str(error), err=True)
    return int(code or 0)


def _code_of(error: Exception) -> int | None:
    """The exit code of an error that was meant for the user, whose message says enough; nothing for any other."""
    from corredor.effects.registry import UnknownCase
    from corredor.runs.errors import FolderError, RunError
    from corredor.scenario.problems import ScenarioError

    if isinstance(error, ScenarioError | FolderError | UnknownCase):
        return WRONG_INPUT
    return 1 if isinstance(error, RunError) else None


if __name__ == "__main__":
    sys.exit(main())
