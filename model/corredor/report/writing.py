"""The report of a run folder, with the control that lies beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corredor.report.page import in_short, write_report
from corredor.runs import Run, open_run
from corredor.runs.pairing import control_beside


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Attributes:
        path: of the HTML file.
        control: the run it is compared with; nothing if there is none, and before and after are compared.
        in_short: its answer in one sentence.
    """

    path: Path
    control: Run | None
    in_short: str


def report(
    run: str | Path | Run,
    control: str | Path | Run | None = None,
    *,
    out: str | Path | None = None,
    language: str = "en",
) -> Report:
    """Write the report of a run, one HTML file that opens without a network, as ``corredor report`` does.

    Args:
        run: the run or its folder.
        control: the run it is compared with, or its folder; that of the scenario's own control beside it if left out.
        out: ``report.html`` in the run folder if left out; ``before-after.html`` if the control is missing, so that a
            report with its control is never replaced by one that can say less.
        language: ``en``, ``es`` or ``pt``.

    Raises:
        FolderError: if there is no such run, or the two are no pair.
    """
    about = _opened(run)
    against = control_beside(about) if control is None else _opened(control)
    path = None if out is None else Path(out)
    if against is None and about.scenario.control is not None:
        path = path or about.folder / "before-after.html"
    return Report(write_report(about, against, path, language), against, in_short(about, against))


def _opened(run: str | Path | Run) -> Run:
    return run if isinstance(run, Run) else open_run(run)
