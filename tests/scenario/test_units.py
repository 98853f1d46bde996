"""Numbers with units mean the same everywhere, and what has no unit where one is needed is refused."""

import locale

import numpy as np
import pytest

from corredor.core.units import UnitError, format_quantity, is_dimensionless, parse
from corredor.scenario.registry import known_parameters


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("16 years", "month", 192.0),
        ("6 months", "month", 6.0),
        ("1 year", "month", 12.0),
        ("1 deg", "deg", 1.0),
        ("25000 usd/kg", "usd/kg", 25000.0),
        ("25_000 USD / kg", "usd/kg", 25000.0),
        ("2.5 million usd/year", "usd/month", 2.5e6 / 12),
        ("12 %", "1", 0.12),
        ("3 %/year", "1/month", 0.0025),
        ("500 kg", "kg", 500.0),
        ("1.5 tonnes", "kg", 1500.0),
        ("2000 ha", "km**2", 20.0),
        ("-4e2", "1", -400.0),
        (0.4, "1", 0.4),
        (7, "1", 7.0),
        ("30 persons", "person", 30.0),
    ],
)
def test_a_quantity_is_converted(text, unit, value):
    assert parse(text, unit) == pytest.approx(value, rel=1e-11)


def test_sixteen_years_are_exactly_192_months():
    assert parse("16 years", "month") == 192.0


@pytest.mark.parametrize(
    ("value", "unit", "message"),
    [
        (16, "month", "16 has no unit — a duration needs one, e.g. 16 months or 16 years"),
        ("16", "month", "has no unit"),
        ("5 kg", "month", "'kg' is not a unit of a duration"),
        ("2 deg", "1", "'deg' is not a unit of a plain number"),
        ("5 mnths", "month", "did you mean 'months'"),
        ("2,5 years", "month", "write numbers with a point"),
        ("1.000.000 usd", "usd", "not"),
        (float("nan"), "1", "not a finite number"),
        (float("inf"), "1", "not a finite number"),
        ("1e999 kg", "kg", "not a finite number"),
        ("1e300 billion usd", "usd", "too large|not a finite"),
        (True, "1", "true is not a number"),
        (None, "month", "nothing is not a number"),
        ([1], "kg", "a list is not a number"),
        ("9**9**9**9", "1", "not a unit"),
        ("1 kg**99999999", "kg", "not a unit"),
        ("1 __import__('os')", "kg", "not a unit"),
        ("years", "month", "not a number with a unit"),
        ("", "month", "not a number with a unit"),
        ("٣ years", "month", "not a number with a unit"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(value, unit, message):
    with pytest.raises(UnitError, match=message.replace("*", r"\*")):
        parse(value, unit)


def test_numbers_do_not_depend_on_the_language_of_the_machine():
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("de_DE.UTF-8", "es_MX.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
            assert parse("2.5 years", "month") == 30.0
            assert format_quantity(2.5, "month") == "2.5 months"
    finally:
        locale.setlocale(locale.LC_ALL, before)


@pytest.mark.parametrize("unit", ["month", "usd/kg", "deg", "1/month", "1", "usd/month", "km"])
def test_what_is_written_reads_back_to_the_same_number(unit):
    for value in [0.0, 1.0, 192.0, *np.random.default_rng(1).lognormal(0, 8, 50)]:
        exact = parse(format_quantity(float(value), unit), unit)
        assert exact == pytest.approx(value, rel=1e-11)
        assert parse(format_quantity(exact, unit), unit) == exact


def test_every_registered_parameter_has_a_unit_that_is_known():
    for parameter in known_parameters().values():
        unit = parameter.spec.unit
        assert parse(format_quantity(parameter.default, unit), unit) == pytest.approx(parameter.default, rel=1e-11)


def test_what_is_counted_needs_no_unit():
    assert is_dimensionless("1")
    assert is_dimensionless("person")
    assert not is_dimensionless("person/month")
