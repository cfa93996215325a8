"""Indicators: so many of so many by a published formula, and what is not known is shown so."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.inspection import FORMULAS, Formula, Indicator
from shuangsuiji.inspection.indicators import share_text
from shuangsuiji.law import LIYANG_2020


def coverage(part: int, whole: int) -> Indicator:
    return Indicator(code="coverage", part=part, whole=whole)


def test_coverage_and_progress_have_formulas_that_can_be_read_4_3_1() -> None:
    assert str(FORMULAS["coverage"]) == "覆盖率 = 期内经抽查检查的对象数 ÷ 名录库对象数"
    assert str(FORMULAS["progress"]) == "推进程度 = 已检查或互认的对象数 ÷ 年初至期末抽中应查的对象数"
    assert {FORMULAS[code].clause for code in ("coverage", "progress")} == {LIYANG_2020.ref("4.3.1")}


def test_every_formula_has_two_names_what_is_counted_of_what_and_a_clause() -> None:
    for code, one in FORMULAS.items():
        assert one.code == code
        assert all((one.zh, one.en, one.part_zh, one.whole_zh))
        assert one.clause == LIYANG_2020.ref(one.clause.clause)
        assert one.part_zh != one.whole_zh


def test_no_formula_is_a_bare_number_of_inspections_or_fines_4_1_7() -> None:
    assert {field.name for field in attrs.fields(Indicator)} == {"code", "part", "whole"}
    assert {field.name for field in attrs.fields(Formula)} == {"code", "zh", "en", "part_zh", "whole_zh", "clause"}
    for one in FORMULAS.values():
        assert one.zh.endswith(("率", "占比", "程度")), one
        assert not any(word in str(one) for word in ("罚", "没收", "立案", "名次", "排名"))


def test_a_share_is_exact_and_a_share_of_nothing_is_not_known() -> None:
    assert coverage(1, 3).share == Fraction(1, 3)
    assert coverage(0, 0).share is None
    assert str(coverage(0, 0)) == "覆盖率 —"
    assert str(coverage(3, 4)) == "覆盖率 75.0%（3/4）"
    assert str(coverage(0, 4)) == "覆盖率 0.0%（0/4）"


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (1, 0), (-1, 3), (0, -1), (True, 1), (1.0, 2)])
def test_more_than_there_are_or_no_count_is_refused(part: int, whole: int) -> None:
    with pytest.raises(InvalidValueError):
        coverage(part, whole)


def test_a_formula_that_nobody_published_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="inspections"):
        Indicator(code="inspections", part=1, whole=1)


def test_an_indicator_comes_back_from_json() -> None:
    assert from_json(to_json(coverage(3, 4)), Indicator) == coverage(3, 4)
    assert from_json(to_json(FORMULAS["joint"]), Formula) == FORMULAS["joint"]


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "—"),
        (Fraction(0), "0.0%"),
        (Fraction(1), "100.0%"),
        (Fraction(1999, 2000), "99.9%"),
        (Fraction(1, 100_000), "0.1%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(2, 3), "66.7%"),
    ],
)
def test_only_what_is_whole_is_shown_as_whole(share: Fraction | None, text: str) -> None:
    assert share_text(share) == text


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_share_lies_from_nought_to_one(part: int, more: int) -> None:
    one = coverage(part, part + more)
    assert one.share is None or 0 <= one.share <= 1
    assert (one.share is None) == (part + more == 0)
    assert ("100.0%" in one.shown) == (one.share == 1)
