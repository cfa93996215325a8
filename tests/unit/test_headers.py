"""Column names as lists really have them."""

from __future__ import annotations

import pytest

from shuangsuiji.tables.headers import _VARIANTS, OBJECT_NAMES

KNOWN = [(variant, field) for field, variants in _VARIANTS.items() for variant in variants]


def header_row(rows: list[list[str]], given: dict[str, str]) -> int | None:
    found = OBJECT_NAMES.find_header(rows, given)
    return None if found is None else found.first


@pytest.mark.parametrize(("name", "field"), KNOWN)
def test_every_variant_of_the_table_is_found(name: str, field: str) -> None:
    assert OBJECT_NAMES.field_of(name) == field


def test_no_variant_stands_for_two_fields() -> None:
    assert len({variant for variant, _ in KNOWN}) == len(KNOWN)


@pytest.mark.parametrize(
    "name",
    [
        "统一社会信用代码",
        " 统一社会信用代码 ",
        "统一社会\n信用代码",
        "统一 社会 信用 代码",
        "统一社会信用代码：",
        "统一社会信用代码*",
        "*统一社会信用代码（必填）",
        "统一社会信用代码(18位)",
        "统一社会信用代码【必填】",
        "（必填）统一社会信用代码",
        "统一社会信用代码／注册号",
        "统一社会信用代码（注册号）",
        "".join(chr(ord(letter) + 0xFEE0) for letter in "USCC"),
        "Uscc",
        "ID",
    ],
)
def test_blanks_brackets_asterisks_case_and_width_do_not_count(name: str) -> None:
    assert OBJECT_NAMES.field_of(name) == "id"


@pytest.mark.parametrize("name", ["approved_by", "Approved-By", "approvedBy", "审批部门（谁审批谁监管）"])
def test_underscores_and_hyphens_do_not_count(name: str) -> None:
    assert OBJECT_NAMES.field_of(name) == "approved_by"


@pytest.mark.parametrize("name", ["", " ", "备注", "序号", "代码", "统一社会信用", "统一社会信用代码证", "（必填）"])
def test_other_names_stand_for_nothing(name: str) -> None:
    assert OBJECT_NAMES.field_of(name) is None


def test_of_two_columns_for_one_field_the_first_counts() -> None:
    assert OBJECT_NAMES.positions(["企业名称", "统一社会信用代码", "单位名称"], {}) == {"name": 0, "id": 1}


def test_what_is_given_comes_before_what_the_names_say() -> None:
    header = ["企业名称", "许可证编号", "统一社会信用代码"]
    assert OBJECT_NAMES.positions(header, {"许可证编号": "id"}) == {"name": 0, "id": 1}
    assert OBJECT_NAMES.positions([" 许可证编号 "], {"许可证编号": "id"}) == {"id": 0}


def test_the_row_number_of_a_database_does_not_hide_the_column_of_codes() -> None:
    assert OBJECT_NAMES.positions(["id", "企业名称", "统一社会信用代码"], {})["id"] == 2


def test_what_is_given_wins_also_where_it_stands_further_right() -> None:
    header = ["统一社会信用代码", "企业名称", "许可证编号"]
    assert OBJECT_NAMES.positions(header, {"许可证编号": "id"})["id"] == 2


def test_the_header_is_the_first_row_with_a_column_of_codes() -> None:
    rows = [["溧阳市检查对象名单", ""], ["", ""], ["企业名称", "注册号"], ["统一社会信用代码", "企业名称"]]
    assert header_row(rows, {}) == 2


def test_a_header_below_the_tenth_row_is_none() -> None:
    title = ["检查对象名单"]
    assert header_row([*[title] * 9, ["统一社会信用代码"]], {}) == 9
    assert header_row([*[title] * 10, ["统一社会信用代码"]], {}) is None


def test_names_alone_make_no_header() -> None:
    assert header_row([["企业名称", "企业类型", "区域"]], {}) is None
    assert header_row([["企业名称", "许可证编号"]], {"许可证编号": "id"}) == 0
    assert header_row([], {}) is None
