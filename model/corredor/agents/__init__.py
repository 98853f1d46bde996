"""Who: organisations, agencies and communities, as handles on rows of tables."""

from corredor.agents.agency import Agency, AgencyKind
from corredor.agents.community import Community
from corredor.agents.organisation import Organisation
from corredor.agents.world import World

__all__ = ["Agency", "AgencyKind", "Community", "Organisation", "World"]
