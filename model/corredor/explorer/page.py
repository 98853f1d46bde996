"""The explorer's page: one HTML file that needs nothing from anywhere else."""

from __future__ import annotations

import base64
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

from corredor import __version__
from corredor.explorer.ensemble import Ensemble, Shown, open_ensemble
from corredor.explorer.words import LANGUAGES, words
from corredor.region.region import Floats
from corredor.runs.errors import FolderError
from corredor.runs.parts import write_text
from corredor.runs.studies.maps import LAYERS

MOST_BYTES: Final = 10_000_000
"""A page for a room without a network must go through a messenger or a memory stick, and open on an old telephone."""
_STEPS: Final = 32_000
"""Steps into which the numbers of a map's layer are cut."""


def explorer(folder: str | Path, *, out: str | Path | None = None, rights_constraint: bool = True) -> Path:
    """Write the explorer of a study that was run: one HTML file.

    Args:
        folder: of a study of trade-offs, or of a sweep.
        out: if left out, ``explorer.html`` in the folder, or ``explorer-without-rights.html``.
        rights_constraint: mark bundles that violate more rights than doing nothing as left out. Without it the page
            says that it was removed.

    Raises:
        FolderError: if the folder is no study, or the page would be too large.
    """
    ensemble = open_ensemble(folder, rights_constraint=rights_constraint)
    name = "explorer.html" if rights_constraint else "explorer-without-rights.html"
    target = Path(folder) / name if out is None else Path(out)
    text = render(ensemble)
    size = len(text.encode())
    if size > MOST_BYTES:
        raise FolderError(
            f"the page would have {size / 1e6:.1f} MB, more than {MOST_BYTES / 1e6:.0f}: {len(ensemble.points)} points"
            " have too many maps — study fewer, or write 'map: off' in the study"
        )
    write_text(target, text)
    return target


def render(ensemble: Ensemble) -> str:
    """The page as HTML text."""
    template = files("corredor.explorer").joinpath("template")
    parts = {
        name: template.joinpath(name).read_text("utf-8") for name in ("explorer.html", "explorer.css", "explorer.js")
    }
    languages = {code: {"name": name, "words": words(code)} for code, name in LANGUAGES.items()}
    inside = {
        "/*style*/": parts["explorer.css"],
        "/*script*/": parts["explorer.js"],
        '"@data"': _in_script(content(ensemble)),
        '"@languages"': _in_script(languages),
    }
    # In one go, so that nothing in a study's own words is taken for a mark.
    return re.sub("|".join(map(re.escape, inside)), lambda mark: inside[mark[0]], parts["explorer.html"])


def content(ensemble: Ensemble) -> dict[str, Any]:
    """All that the page's script is given."""
    return {
        "version": __version__,
        "name": ensemble.name,
        "removed": not ensemble.rights_constraint,
        "facts": ensemble.facts,
        "grid": ensemble.grid(),
        "base": ensemble.base,
        "axes": [
            {"name": axis.name, "values": axis.values, "numeric": axis.numeric, "off": axis.off, "group": axis.group}
            for axis in ensemble.axes
        ],
        "points": [
            {"at": point, "code": code, "label": label, "status": status}
            for point, code, label, status in zip(
                ensemble.points, ensemble.codes, ensemble.labels, ensemble.status, strict=True
            )
        ],
        "outcomes": [_outcome(each) for each in ensemble.outcomes],
        "map": _map(ensemble),
    }


def _outcome(shown: Shown) -> dict[str, Any]:
    columns = {"mean": shown.mean, "difference": shown.difference, "low": shown.low, "high": shown.high}
    return {"id": shown.outcome, "unit": shown.unit, "direction": shown.direction} | {
        name: [_short(value) for value in values] for name, values in columns.items()
    }


def _map(ensemble: Ensemble) -> dict[str, Any] | None:
    squares, differences, errors = ensemble.squares, ensemble.differences, ensemble.errors
    if squares is None or differences is None or errors is None:
        return None
    countries = [*dict.fromkeys(squares["country"])]
    return {
        "size": float(squares["size"].iloc[0]),
        "south": squares["south"].tolist(),
        "west": squares["west"].tolist(),
        "land": [int(land) for land in squares["land"]],
        "country": [countries.index(country) for country in squares["country"]],
        "layers": [
            {"id": name, "difference": _packed(differences[:, i]), "error": _packed(errors[:, i])}
            for i, name in enumerate(LAYERS)
        ],
    }


def _packed(values: Floats) -> dict[str, Any]:
    """Numbers as 16-bit steps of a scale, in base 64; what is no number becomes 0."""
    finite = np.nan_to_num(values)
    scale = float(np.abs(finite).max()) / _STEPS or 1.0
    steps = np.round(finite / scale).astype("<i2")
    return {"scale": scale, "steps": base64.b64encode(steps.tobytes()).decode("ascii")}


def _short(value: float) -> float | None:
    return float(f"{value:.5g}") if np.isfinite(value) else None


def _in_script(value: Any) -> str:
    """JSON that cannot end the script it stands in."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c").replace("\u2028", " ")
