"""Parameter registry, named random streams, units."""
