"""Runs: ensembles of replicates, their folders and tables, pairs of runs and the differences between them."""
