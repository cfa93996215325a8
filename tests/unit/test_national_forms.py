"""Rows as plain mappings: exactly the field names of the national system, outcomes by name."""

from __future__ import annotations

from typing import Any

import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.inspection import NATIONAL_FIELDS, NationalDetail, Outcome, national_mapping, national_row
from tests.unit.test_national_rows import hygiene, row, rows

PLAIN = {
    "raninsPlanId": "32048120251000",
    "raninsPlaneName": "市市场监管局2025年度抽查工作计划",
    "raninsTaskId": "320481202505111000",
    "raninsTaskName": "食品标签抽查",
    "raninsTypeName": "不定向",
    "insAuth": "市市场监管局",
    "insDate": "2025-06-10",
    "details": [{"seqno": 1, "raninsItemName": "食品标签检查", "raninsCheckResName": "未发现问题"}],
}


def given(**changes: object) -> dict[str, Any]:
    return {**PLAIN, **changes}


def result(value: object) -> dict[str, Any]:
    return given(details=[{"seqno": 1, "raninsItemName": "", "raninsCheckResName": value}])


def test_a_row_has_exactly_the_fields_of_the_national_system() -> None:
    plain = national_mapping(row())
    assert plain == PLAIN
    assert list(plain) == [*NATIONAL_FIELDS, "details"]


def test_what_goes_out_comes_back() -> None:
    for one in rows(hygiene()):
        assert national_row(national_mapping(one), holder=one.holder) == one


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_goes_and_comes_by_its_name(outcome: Outcome) -> None:
    one = row(details=(NationalDetail(seqno=1, item_name="食品标签检查", outcome=outcome),))
    assert str(outcome) in str(national_mapping(one))
    assert national_row(national_mapping(one), holder="H").details[0].outcome is outcome


def test_another_wording_of_an_outcome_is_known() -> None:
    assert national_row(result("已注销"), holder="H").details[0].outcome is Outcome.DEREGISTERED


@pytest.mark.parametrize("value", ["1", "06", "良好", ""])
def test_a_number_is_no_outcome(value: str) -> None:
    with pytest.raises(UnknownNameError):
        national_row(result(value), holder="H")
    with pytest.raises(InvalidValueError):
        national_row(result(1), holder="H")


def test_an_item_without_a_name_and_a_field_that_is_not_known_are_let_pass() -> None:
    found = national_row({**result("未发现问题"), "pripId": "合成"}, holder="H")
    assert found.details == (NationalDetail(seqno=1, item_name="", outcome=Outcome.NO_PROBLEM),)


@pytest.mark.parametrize("name", [*NATIONAL_FIELDS, "details"])
def test_a_field_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(UnknownNameError, match=name):
        national_row({key: value for key, value in PLAIN.items() if key != name}, holder="H")


@pytest.mark.parametrize("name", ["seqno", "raninsItemName", "raninsCheckResName"])
def test_a_field_of_a_detail_that_is_missing_is_named(name: str) -> None:
    (detail,) = result("未发现问题")["details"]
    with pytest.raises(UnknownNameError, match=name):
        national_row(given(details=[{key: value for key, value in detail.items() if key != name}]), holder="H")


@pytest.mark.parametrize(
    "changes",
    [
        {"insDate": "2025/06/10"},
        {"insDate": 1749513600000},
        {"raninsPlanId": 32048120251000},
        {"insAuth": ""},
        {"details": "[]"},
        {"details": {"seqno": 1}},
        {"details": ["未发现问题"]},
        {"details": [{"seqno": "1", "raninsItemName": "", "raninsCheckResName": "未发现问题"}]},
    ],
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        national_row(given(**changes), holder="H")


def test_a_type_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        national_row(given(raninsTypeName="1"), holder="H")
