"""The documented effects: cases, the rules by which they are judged, and the board.

The package can be called, as ``corredor.effects(...)``: that is ``corredor.effects.board.effects``.
"""

from __future__ import annotations

from corredor.core.calling import callable_package

callable_package(__name__, "corredor.effects.board.effects")
