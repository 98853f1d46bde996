"""corredor: trafficking routes, enforcement and violence in one model."""

__version__ = "0.1.0"
