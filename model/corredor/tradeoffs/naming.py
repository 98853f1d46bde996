"""What a bundle is called."""

from __future__ import annotations

import json
from string import ascii_uppercase

from corredor.tradeoffs.plan import TradeoffsPlan

NO_POLICY = "no policy"


def short_labels(count: int) -> list[str]:
    """``0`` for the bundle without any policy, then A to Z, AA, AB and so on."""
    return ["0", *(_letters(i) for i in range(count - 1))]


def _letters(number: int) -> str:
    tail = ascii_uppercase[number % 26]
    return tail if number < 26 else _letters(number // 26 - 1) + tail


def label(plan: TradeoffsPlan, bundle: int) -> str:
    """The policies of a bundle with their intensities, and where and when if these were open."""
    values, position, parts = plan.study.values(bundle * plan.worlds), 0, []
    for lever in plan.levers:
        strength, *rest = values[position : position + 1 + len(lever.choices)]
        position += 1 + len(lever.choices)
        if strength == lever.off:
            continue
        details = [_told(key, str(value)) for key, value in zip(lever.choices, rest, strict=True)]
        single = not lever.ranged and len(lever.intensities) == 1
        parts.append(" ".join([lever.name, *([] if single else [f"{strength:.3g}"]), *details]))
    return " + ".join(parts) or NO_POLICY


def _told(key: str, value: str) -> str:
    if key == "start":
        return f"from {value}"
    try:
        place = json.loads(value)
    except ValueError:
        return f"in {value}"
    said = place.values() if isinstance(place, dict) else place if isinstance(place, list) else [place]
    return f"in {', '.join(map(str, said))}"
