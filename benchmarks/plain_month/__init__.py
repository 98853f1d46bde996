"""The month of corredor as a plain Mesa model would have it: agents and loops, no kernels and no whole-array sentences.

It reads and writes the same world, process by process, and gives the same numbers: integers are equal and floats agree
to 1e-9 (``tests/bench/test_plain_month.py``). It is what the speed of the real month is measured against.
"""

from plain_month.month import PLAIN, play_plain

__all__ = ["PLAIN", "play_plain"]
