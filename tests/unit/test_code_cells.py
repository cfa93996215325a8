"""Codes as cells hold them, and why a cell that looks like one cannot be read as one."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import InvalidIdentifierError
from shuangsuiji.tables.cells import NotText
from shuangsuiji.tables.code_cells import code_in
from shuangsuiji.terms import ObjectKind
from shuangsuiji.testing.city import synthetic_code
from shuangsuiji.values import uscc_check_character

CODE = synthetic_code(1)


def refused(cell: object, kind: ObjectKind | None = None, *, is_sheet: bool = True) -> str:
    with pytest.raises(InvalidIdentifierError) as caught:
        code_in(cell, "代码", kind, is_sheet=is_sheet)
    return str(caught.value.params["rule_zh"])


def all_digits() -> str:
    """Return a code of digits alone whose check digit is right, also after a float has rounded it."""
    for number in range(1000):
        code = str(int(float(f"9132048106828{number:03d}00")))
        code = code[:17] + uscc_check_character(code)
        if code.isdigit() and str(int(float(code))) == code:
            return code
    raise AssertionError


def test_text_is_read_and_repaired() -> None:
    assert code_in(f"\u3000{CODE.lower()}\u00a0", "代码", is_sheet=True).text == CODE


def test_a_number_in_a_sheet_is_refused_also_where_its_check_digit_is_right() -> None:
    code = all_digits()
    assert not code_in(code, "代码").doubts[1:]
    assert "Excel 已破坏末位" in refused(float(code))


@pytest.mark.parametrize("cell", [9.13204810682884e17, 320400000000123, 1001, 12.5])
def test_numbers_in_a_sheet_are_refused_whatever_the_kind(cell: float) -> None:
    for kind in (None, ObjectKind.OTHER_ENTITY, ObjectKind.PRODUCT):
        assert refused(cell, kind).startswith("以数字格式存储")


@pytest.mark.parametrize("cell", [NotText("2026-03-01"), NotText("TRUE"), NotText("5%")])
def test_dates_truth_values_and_percentages_are_no_codes(cell: NotText) -> None:
    assert "不是文本单元格" in refused(cell, ObjectKind.PRODUCT)


@pytest.mark.parametrize("cell", ["9.13E+17", "9.13204E17", "9E+17"])
def test_scientific_notation_is_refused(cell: str) -> None:
    assert "科学计数法" in refused(cell)
    assert "科学计数法" in refused(cell, ObjectKind.OTHER_ENTITY)


@pytest.mark.parametrize(
    ("cell", "whole"), [("2" * 14, "15 位注册号"), ("1" * 17, "18 位统一社会信用代码"), ("１" * 17, "18")]
)
def test_a_digit_too_few_is_refused_with_the_hint_of_a_lost_zero(cell: str, whole: str) -> None:
    for is_sheet in (True, False):
        said = refused(cell, is_sheet=is_sheet)
        assert "前导零" in said
        assert whole in said


@pytest.mark.parametrize("cell", ["", None, "\u3000", "N/A"])
def test_nothing_is_refused_as_nothing(cell: object) -> None:
    assert refused(cell) == "不得为空"


def test_products_and_other_entities_may_have_an_id_of_their_own() -> None:
    assert code_in("P-1", "代码", ObjectKind.PRODUCT, is_sheet=True).text == "P-1"
    assert code_in("苏-1", "代码", ObjectKind.OTHER_ENTITY).text == "苏-1"
