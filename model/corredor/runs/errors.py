"""What can go wrong with a run, in words for whoever started it."""

from __future__ import annotations


class RunError(RuntimeError):
    """A run failed, or a run folder is not what it should be; the message says what to do next."""


class FolderError(RunError):
    """A run folder is in the way, missing, or holds another run: the input is wrong, and nothing was run."""
