"""A crew of Dask workers: on this machine, or wherever a scheduler has them."""

from __future__ import annotations

import importlib
import os
import socket
import time
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import Any, Final

from corredor.runs.crew import Batch, carry_out, packed, unpacked
from corredor.runs.errors import FolderError, RunError
from corredor.runs.processes import clean_start
from corredor.runs.provenance import decisive_versions
from corredor.runs.work import Work

LOCAL: Final = "local"
LARGEST: Final = 64
PATIENCE_SECONDS: Final = 30
COUNT_SECONDS: Final = 5.0
"""How often the scheduler is asked how many workers it has; they may come and go."""


class Cluster:
    """The workers of a Dask scheduler, through its executor in the shape of ``concurrent.futures``.

    A worker that dies is replaced by another, which does its work again: that changes no result, because a piece
    depends on its number alone.

    Args:
        work: what is done.
        address: of the scheduler (``tcp://host:8786``), or ``local`` to start one with its workers here.
        workers: how many to start if ``local``; one for each core if not given.

    Raises:
        RunError: if Dask is not installed, or no scheduler answers at the address.
    """

    largest = LARGEST

    def __init__(self, work: Work[Any], address: str, workers: int | None) -> None:
        distributed = _distributed()
        self.lost: tuple[type[BaseException], ...] = (distributed.KilledWorker,)
        self._sent, self._versions = packed(work), decisive_versions()
        self._address, self._local = address, None
        with clean_start():
            if address == LOCAL:
                self._local = distributed.LocalCluster(
                    n_workers=workers or os.cpu_count() or 1,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs="ERROR",
                )
            try:
                self._client = distributed.Client(self._local or address, timeout=PATIENCE_SECONDS)
            except (OSError, ValueError) as error:
                raise RunError(f"no Dask scheduler answers at '{address}': {error}") from None
        self._executor: Executor = self._client.get_executor(pure=False)
        self._counted, self._workers = -COUNT_SECONDS, 0

    @property
    def in_flight(self) -> int:
        """Two batches for each worker there is at present, and two while a queue has not started any."""
        if time.monotonic() - self._counted > COUNT_SECONDS:
            self._workers = sum(self._client.nthreads().values())
            self._counted = time.monotonic()
        return 2 * max(1, self._workers)

    def submit(self, numbers: Sequence[int]) -> Future[Batch]:
        """Hand over some pieces.

        Raises:
            RunError: if the scheduler is gone.
        """
        if self._client.status != "running":
            raise RunError(f"the Dask scheduler at '{self._address}' is gone; --resume does the rest on another")
        return self._executor.submit(_work, self._sent, self._versions, list(numbers))

    def months(self) -> None:
        """Workers elsewhere say only when a piece is done."""

    def renew(self) -> None:
        """The scheduler sees to its workers."""

    def close(self, *, stop: bool) -> None:
        """Cancel what is not done and leave; a scheduler that was started here ends."""
        self._executor.shutdown(wait=not stop)
        self._client.close()
        if self._local is not None:
            self._local.close()


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise RunError("--cluster needs Dask — pip install 'corredor[cluster]'") from None


def _work(sent: bytes, versions: dict[str, str], numbers: list[int]) -> Batch:
    """What a worker does; it refuses where its numbers could differ."""
    here = decisive_versions()
    differ = [f"{name} {here.get(name)}, not {wanted}" for name, wanted in versions.items() if here.get(name) != wanted]
    if differ:
        raise RunError(f"the worker on {socket.gethostname()} would give other numbers: it has {', '.join(differ)}")
    try:
        work = unpacked(sent)
    except FolderError as error:
        where = socket.gethostname()
        raise RunError(
            f"the worker on {where} does not see the run folder; --out must be on a shared disk: {error}"
        ) from None
    return carry_out(work, numbers)
