"""The workshop page: the real model, tried by several people at once, in their own browsers.

The package can be called, as ``corredor.app(...)``: that is ``corredor.app.opening.app``.
"""

from __future__ import annotations

from corredor.core.calling import callable_package

callable_package(__name__, "corredor.app.opening.app")
