"""The explorer: an ensemble that was run, as one HTML file with sliders.

The package can be called, as ``corredor.explorer(...)``: that is ``corredor.explorer.page.explorer``.
"""

from __future__ import annotations

from corredor.core.calling import callable_package

callable_package(__name__, "corredor.explorer.page.explorer")
