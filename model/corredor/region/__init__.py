"""Where: cells, arcs, places and markets, built from data that ships with the package."""
