"""YAML in, a validated ``Scenario`` out, errors that point at the line."""

from corredor.scenario.loading import load
from corredor.scenario.problems import Problem, ScenarioError
from corredor.scenario.resolving import PlaceError, resolve_place
from corredor.scenario.scenario import Scenario

__all__ = ["PlaceError", "Problem", "Scenario", "ScenarioError", "load", "resolve_place"]
