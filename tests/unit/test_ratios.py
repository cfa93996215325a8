"""Ratios are exact."""

from decimal import Decimal
from fractions import Fraction

import pytest

from shuangsuiji.errors import InvalidRatioError
from shuangsuiji.values import ratio, ratio_text
from tests.unit.builders import full_width


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("3%", Fraction(3, 100)),
        ("2‰", Fraction(1, 500)),
        ("1/20", Fraction(1, 20)),
        ("2/40", Fraction(1, 20)),
        ("0.05", Fraction(1, 20)),
        ("0.5%", Fraction(1, 200)),
        ("12.5%", Fraction(1, 8)),
        ("33.333333333%", Fraction(33333333333, 10**11)),
        ("100%", Fraction(1)),
        ("1000‰", Fraction(1)),
        ("0%", Fraction(0)),
        ("0/7", Fraction(0)),
        ("1", Fraction(1)),
        (full_width("3%"), Fraction(3, 100)),
        (full_width("1/20"), Fraction(1, 20)),
        (full_width("0.05"), Fraction(1, 20)),
        (" 3 % ", Fraction(3, 100)),
        ("\t1 / 20\n", Fraction(1, 20)),
        (Fraction(3, 100), Fraction(3, 100)),
        (0, Fraction(0)),
        (1, Fraction(1)),
    ],
    ids=repr,
)
def test_a_ratio_is_read_exactly(typed: object, exact: Fraction) -> None:
    assert ratio(typed) == exact
    assert isinstance(ratio(typed), Fraction)


def test_three_per_cent_is_not_the_float() -> None:
    assert ratio("0.03") != Fraction(0.03)


@pytest.mark.parametrize("typed", [0.03, 0.0, 1.0, float("nan"), float("inf")], ids=repr)
def test_a_float_ratio_is_refused(typed: float) -> None:
    with pytest.raises(InvalidRatioError, match="不接受浮点数"):
        ratio(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "%",
        "-3%",
        "+3%",
        "−3%",
        "101%",
        "1001‰",
        "3/2",
        "1/0",
        "0/0",
        "1/-2",
        ".5",
        "5.",
        "1e-2",
        "3%%",
        "3%‰",
        "1/2%",
        "3 percent",
        "百分之三",
        "⅓",
        "0,05",
        "0.0.5",
        "NaN",
        "0x1/0x2",
        "٣%",
        "9" * 10,
        2,
        -1,
        True,
        False,
        None,
        Decimal("0.03"),
        b"3%",
        Fraction(3, 2),
        Fraction(-1, 2),
        ("3%",),
    ],
    ids=repr,
)
def test_anything_else_is_refused(typed: object) -> None:
    with pytest.raises(InvalidRatioError) as caught:
        ratio(typed, "cap")
    assert caught.value.params["field"] == "cap"
    assert caught.value.params["value"] is typed


@pytest.mark.parametrize(
    ("exact", "text"),
    [(Fraction(6, 200), "3/100"), (Fraction(0), "0/1"), (Fraction(1), "1/1"), (Fraction(1, 3), "1/3")],
    ids=str,
)
def test_a_ratio_is_written_in_lowest_terms(exact: Fraction, text: str) -> None:
    assert ratio_text(exact) == text
    assert ratio(text) == exact


def test_a_blank_between_digits_is_refused() -> None:
    with pytest.raises(InvalidRatioError):
        ratio("1 0%")


def test_a_huge_number_is_refused_with_our_own_error() -> None:
    with pytest.raises(InvalidRatioError):
        ratio(10**5000)
