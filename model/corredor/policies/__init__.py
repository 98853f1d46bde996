"""What a state can do, one file each, and what happens without it."""

from corredor.policies.policy import Policy, build_policy, policy, working_kinds

__all__ = ["Policy", "build_policy", "policy", "working_kinds"]
