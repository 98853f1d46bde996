"""Studies: many runs over a design, a row of outcomes for each."""

from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.study import Study, open_study
from corredor.runs.studies.sweep import sweep

__all__ = ["Study", "StudyPlan", "open_study", "sweep"]
