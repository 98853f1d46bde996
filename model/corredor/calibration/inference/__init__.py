"""Inference: from a design of runs to a posterior, and what is known of how far to trust it."""
