"""One replicate: a model, stepped to its end and recorded; what a worker does."""

from __future__ import annotations

import errno
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corredor.core.seeds import replicate_seed
from corredor.runs.folder import write_replicate
from corredor.runs.manifest import FILE
from corredor.runs.recorder import Recorder
from corredor.scenario import Scenario, load


class Stopped(Exception):
    """The run was interrupted; this replicate is left unfinished."""


class Monitor(Protocol):
    """Where a worker says that a month is over."""

    def month_done(self) -> None:
        """Count a month.

        Raises:
            Stopped: if the run was interrupted.
        """


@dataclass(frozen=True)
class Job:
    """What all replicates of a run share; see ``read_job``. It can be sent to another process.

    Attributes:
        scenario: what is run.
        folder: the run folder in the making.
        audit: check the books every month.
        build: makes the model of a scenario: ``TraffickingModel``, or something with its constructor, ``step`` and
            ``close``.
    """

    scenario: Scenario
    folder: Path
    audit: bool
    build: Callable[..., Any]

    def __reduce__(self) -> tuple[Any, ...]:
        # Classes of policies are made when a scenario is read, and exist only in the process that has read it.
        return read_job, (self.folder, self.audit, self.build)


def read_job(folder: Path, audit: bool, build: Callable[..., Any]) -> Job:
    """The job of a run folder: its scenario is read from the manifest, so that a rerun from there cannot differ."""
    return Job(load(folder / FILE), folder, audit, build)


@dataclass(frozen=True)
class Failure:
    """A replicate that failed.

    Attributes:
        replicate: its number.
        seed: the model's seed.
        reason: the error in one line.
        trace: where it happened.
        disk_full: true if there was no room left.
    """

    replicate: int
    seed: int
    reason: str
    trace: str = ""
    disk_full: bool = False


def run_replicate(job: Job, replicate: int, monitor: Monitor) -> Failure | None:
    """Run and write one replicate.

    Returns:
        Nothing if all went well, otherwise what went wrong: an error in one replicate must not lose the others.

    Raises:
        Stopped: if the monitor says so.
    """
    seed = replicate_seed(job.scenario.seed, replicate)
    try:
        _simulate(job, replicate, seed, monitor)
    except Stopped:
        raise
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = f"{type(error).__name__}: {error}"
        return Failure(replicate, seed, reason, traceback.format_exc(), full)
    return None


def _simulate(job: Job, replicate: int, seed: int, monitor: Monitor) -> None:
    started, scenario = time.perf_counter(), job.scenario
    model = job.build(scenario, replicate=replicate, audit=job.audit)
    try:
        recorder = Recorder(model, replicate=replicate, months=scenario.months, record=scenario.record)
        for _ in range(scenario.months):
            model.step()
            recorder.record()
            monitor.month_done()
        write_replicate(job.folder, recorder, seed=seed, seconds=time.perf_counter() - started)
    finally:
        model.close()
