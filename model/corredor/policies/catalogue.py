"""Every policy that ships, imported so that it registers."""

from corredor.policies import (
    alternative_development,
    anti_corruption,
    court_reform,
    demand_reduction,
    eradication,
    financial_intelligence,
    flight_denial,
    interdiction_surge,
    kingpin,
    military_deployment,
    social_prevention,
)

__all__ = [
    "alternative_development",
    "anti_corruption",
    "court_reform",
    "demand_reduction",
    "eradication",
    "financial_intelligence",
    "flight_denial",
    "interdiction_surge",
    "kingpin",
    "military_deployment",
    "social_prevention",
]
