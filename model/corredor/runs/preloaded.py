"""Imported once by the server from which workers are forked, so that each of them starts with everything loaded."""

import corredor.runs.replicate
import corredor.runs.studies.one_run  # noqa: F401
from corredor.runs.warm import warm

warm()
