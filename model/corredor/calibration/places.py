"""Places by the codes and names that publishers use, as ISO 3166 codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_COUNTRIES: Final = MappingProxyType({"MX": "MEX", "CO": "COL", "BR": "BRA"})


def _keyed(country: str, table: str) -> Mapping[int, str]:
    """ISO 3166-2 codes of a country by a statistical office's key, from a table ``key code key code …``."""
    words = table.split()
    return MappingProxyType({int(k): f"{country}-{code}" for k, code in zip(words[::2], words[1::2], strict=True)})


MEXICAN_STATES: Final = _keyed(
    "MX",
    """01 AGU 02 BCN 03 BCS 04 CAM 05 COA 06 COL 07 CHP 08 CHH 09 CMX 10 DUR 11 GUA 12 GRO 13 HID 14 JAL 15 MEX 16 MIC
    17 MOR 18 NAY 19 NLE 20 OAX 21 PUE 22 QUE 23 ROO 24 SLP 25 SIN 26 SON 27 TAB 28 TAM 29 TLA 30 VER 31 YUC 32 ZAC""",
)
"""ISO 3166-2 by INEGI's key of the entity."""

BRAZILIAN_STATES: Final = _keyed(
    "BR",
    """11 RO 12 AC 13 AM 14 RR 15 PA 16 AP 17 TO 21 MA 22 PI 23 CE 24 RN 25 PB 26 PE 27 AL 28 SE 29 BA 31 MG 32 ES
    33 RJ 35 SP 41 PR 42 SC 43 RS 50 MS 51 MT 52 GO 53 DF""",
)
"""ISO 3166-2 by IBGE's key of the unit of the federation."""

COLOMBIAN_DEPARTMENTS: Final = _keyed(
    "CO",
    """05 ANT 08 ATL 11 DC 13 BOL 15 BOY 17 CAL 18 CAQ 19 CAU 20 CES 23 COR 25 CUN 27 CHO 41 HUI 44 LAG 47 MAG 50 MET
    52 NAR 54 NSA 63 QUI 66 RIS 68 SAN 70 SUC 73 TOL 76 VAC 81 ARA 85 CAS 86 PUT 88 SAP 91 AMA 94 GUA 95 GUV 97 VAU
    99 VID""",
)
"""ISO 3166-2 by DANE's key of the department."""


def is_division(place: str) -> bool:
    """Whether a code is a first-level division's (ISO 3166-2)."""
    return "-" in place


def country_of(place: str) -> str:
    """The country of a place, ISO 3166-1 alpha-3; of an unknown division its two letters."""
    return _COUNTRIES.get(place[:2], place[:2]) if is_division(place) else place


def folded(name: str) -> str:
    """A name without accents, case and doubled spaces, for comparing what publishers write."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(plain.lower().split())
