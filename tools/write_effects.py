"""Write the generated tables of docs/effects.md: every case with its bands, cuts and placebos, as the program has them.

``python tools/write_effects.py`` after a case has changed.
"""

from __future__ import annotations

import re
from pathlib import Path

from corredor.effects.case import Case
from corredor.effects.laboratory import arm_path
from corredor.effects.registry import cases
from corredor.scenario import load

PAGE = Path(__file__).resolve().parents[1] / "docs" / "effects.md"
BLOCK = re.compile(r"(<!-- generated: cases -->\n).*?(<!-- end -->)", re.DOTALL)


def words(case: Case) -> str:
    """One case as a section."""
    scenario = load(arm_path(case.name, "treatment"))
    lines = [
        f"### {'● ' if case.marked else ''}`{case.name}`",
        "",
        f"{case.title}. Region `{scenario.region.name}` at {scenario.region.resolution:g}°, from {scenario.start}, "
        f"{scenario.months} months. Documented in {', '.join(case.documented)}.",
        "",
        f"- *Treatment*: {scenario.description}",
        f"- *Carried by*: {case.mediator}.",
        f"- *Could have failed*: {case.feedback}",
    ]
    lines += [f"- *Baseline*: {b.name} ({b.unit}), {b.band.text}." for b in case.baselines]
    for outcome in case.outcomes:
        asked = f"asked: {outcome.rule.text}" if outcome.rule else "shown beside"
        told = f"; documented: {outcome.documented}" if outcome.documented else ""
        lines.append(f"- *Outcome*: {outcome.name} ({outcome.unit}), {asked}{told}.")
    for cut in case.cuts:
        left = f"its median must be {cut.within.text}" if cut.within else f"under {cut.left:.2g} of it may be left"
        lines.append(
            f"- *Cut*: {cut.name} ({load(arm_path(case.name, cut.treatment)).description}) On "
            f"{'; '.join(cut.outcomes)}: {left}, and {cut.first_order.name} must stay."
        )
    for placebo in case.placebos:
        lines.append(f"- *Placebo*: {placebo.name}, {placebo.meaning}; on {'; '.join(placebo.outcomes)}.")
    return "\n".join(lines) + "\n"


def render(text: str) -> str:
    """The page with its cases brought up to date.

    Raises:
        ValueError: if the page has no place for them.
    """
    if not BLOCK.search(text):
        raise ValueError("docs/effects.md has no place for the cases")
    body = "\n".join(words(case) for case in cases())
    return BLOCK.sub(lambda match: f"{match[1]}\n{body}\n{match[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
