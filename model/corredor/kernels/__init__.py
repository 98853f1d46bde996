"""Numba kernels: plain arrays in, plain arrays out. A kernel and its helpers share one file, so no cache goes stale."""
