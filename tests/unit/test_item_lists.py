"""Item lists: versions with reasons, and what is said of the list as a whole."""

from datetime import date
from fractions import Fraction

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import KEY_COUNT, KEY_SHARE, LIYANG_RULES, Rule, RuleBook, Stricter
from shuangsuiji.registry import InspectionItem, ItemChange
from shuangsuiji.terms import ItemListKind, Level
from shuangsuiji.values import Severity, TimeLimit, TimeUnit
from tests.unit.builders import CLAUSE, item, item_list, key_item

LATER = date(2025, 6, 1)


def rules(name: str, value: Fraction | int | TimeLimit) -> RuleBook:
    one = Rule(
        name=name, value=value, stricter=Stricter.SMALLER, clause=CLAUSE, stated=True, effective_on=date(2020, 1, 1)
    )
    return RuleBook(id="city", title="市", level=Level.COUNTY, rules=(one,))


def generals(number: int) -> list[InspectionItem]:
    return [item(f"g{index}") for index in range(number)]


def test_an_item_is_found_by_its_code() -> None:
    assert item_list()["labels"].name == "食品标签检查"
    assert "lifts" in item_list()
    assert "other" not in item_list()
    assert len(item_list()) == 2


def test_an_unknown_code_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="labels、lifts"):
        item_list()["other"]


def test_a_code_stands_once() -> None:
    with pytest.raises(DuplicateError, match="labels"):
        item_list(item(), item(version=2))


def test_an_item_of_a_joint_list_names_its_departments_2_2_4() -> None:
    with pytest.raises(LawError) as caught:
        item_list(item(), kind=ItemListKind.JOINT)
    assert caught.value.params["clause"] == CLAUSE.__class__(document=CLAUSE.document, clause="2.2.4", path="二（二）")
    item_list(item(joint_departments=("320481-WJW",)), kind=ItemListKind.JOINT)


@pytest.mark.parametrize("changes", [{"id": "清单"}, {"owner": "市局"}, {"version": 0}, {"version": True}], ids=str)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        item_list(**changes)


def test_a_revision_makes_the_next_version_and_leaves_the_old_one_alone() -> None:
    old = item_list(item())
    new = old.revise(put=[key_item()], reasons={"lifts": "省清单新增"}, on=LATER)
    assert (old.version, len(old), old.changes) == (1, 1, ())
    assert (new.version, len(new), new.effective_on) == (2, 2, LATER)
    assert new.changes == (
        ItemChange(version=2, code="lifts", before="-", after="重点检查事项", item_version=1, reason="省清单新增"),
    )


def test_an_item_that_comes_back_does_not_reuse_a_version_that_draws_have_cited() -> None:
    gone = item_list().revise(drop=["labels"], reasons={"labels": "上级取消"}, on=LATER)
    with pytest.raises(InvalidValueError, match="大于 1 的版本号"):
        gone.revise(put=[item()], reasons={"labels": "恢复"}, on=LATER)


def test_a_dropped_item_leaves_a_trace() -> None:
    new = item_list().revise(drop=["labels"], reasons={"labels": "上级取消"}, on=LATER)
    assert [(one.code, one.before, one.after) for one in new.changes] == [("labels", "一般检查事项 1/10", "-")]
    assert "labels" not in new


def test_the_trace_of_every_version_is_kept() -> None:
    first = item_list(item())
    second = first.revise(put=[item(version=2, ratio_cap="5%")], reasons={"labels": "收紧"}, on=LATER)
    third = second.revise(drop=["labels"], reasons={"labels": "取消"}, on=LATER)
    assert [(one.version, one.before, one.after) for one in third.changes] == [
        (2, "一般检查事项 1/10", "一般检查事项 1/20"),
        (3, "一般检查事项 1/20", "-"),
    ]


@pytest.mark.parametrize("reasons", [{}, {"labels": ""}, {"labels": " "}, {"other": "x"}, {"labels": "a\nb"}], ids=str)
def test_a_change_without_a_reason_is_refused_2_2_7(reasons: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError, match="reason labels"):
        item_list().revise(drop=["labels"], reasons=reasons, on=LATER)
    with pytest.raises(InvalidValueError, match="reason labels"):
        item_list().revise(put=[item(version=2)], reasons=reasons, on=LATER)


def test_what_is_not_there_cannot_be_dropped() -> None:
    with pytest.raises(UnknownNameError, match="other"):
        item_list().revise(drop=["other"], reasons={"other": "x"}, on=LATER)


def test_a_move_from_general_to_key_is_made_visible_2_2_13() -> None:
    new = item_list(item(), *generals(9)).revise(
        put=[key_item("labels", version=2)], reasons={"labels": "风险上升"}, on=LATER
    )
    (finding,) = new.check(LIYANG_RULES, LATER)
    assert (finding.severity, finding.code, finding.where) == (Severity.WARNING, "items.general_to_key", "labels")
    assert "风险上升" in finding.zh
    assert finding.clause is not None
    assert finding.clause.clause == "2.2.13"


def test_a_move_stays_visible_in_later_versions() -> None:
    new = item_list(item(), *generals(9)).revise(
        put=[key_item("labels", version=2)], reasons={"labels": "风险上升"}, on=LATER
    )
    assert len(new.revise(reasons={}, on=date(2026, 1, 1)).check(LIYANG_RULES, date(2026, 1, 1))) == 1


def test_a_move_from_key_to_general_is_no_escape() -> None:
    new = item_list(key_item()).revise(put=[item("lifts", version=2)], reasons={"lifts": "降级"}, on=LATER)
    assert not any(change.escapes_cap for change in new.changes)
    assert new.check(LIYANG_RULES, LATER) == ()


@pytest.mark.parametrize(("keys", "general", "warned"), [(1, 4, False), (1, 3, True), (0, 1, False), (1, 0, True)])
def test_the_share_of_key_items_is_held_against_the_rule_book_2_2_13(keys: int, general: int, *, warned: bool) -> None:
    several = item_list(*(key_item(f"k{index}") for index in range(keys)), *generals(general))
    found = several.check(LIYANG_RULES, LATER)
    assert [one.code for one in found] == ([KEY_SHARE] if warned else [])
    assert all("条文未定数" in one.zh for one in found)


@pytest.mark.parametrize(("most", "warned"), [(2, False), (1, True), (0, True)])
def test_the_number_of_key_items_is_held_against_the_rule_book_2_2_13(most: int, *, warned: bool) -> None:
    several = item_list(key_item("k1"), key_item("k2"), *generals(20))
    found = several.check(rules(KEY_COUNT, most), LATER)
    assert [one.code for one in found] == ([KEY_COUNT] if warned else [])
    assert all("条文未定数" not in one.zh for one in found)


def test_an_empty_list_has_nothing_to_say() -> None:
    empty = item_list().revise(drop=["labels", "lifts"], reasons={"labels": "x", "lifts": "x"}, on=LATER)
    assert (len(empty), empty.check(LIYANG_RULES, LATER)) == (0, ())


def test_a_share_that_is_a_term_is_refused_with_its_clause() -> None:
    term = TimeLimit(number=1, unit=TimeUnit.DAY, clause=CLAUSE)
    with pytest.raises(LawError, match="应为比例或数量"):
        item_list(key_item()).check(rules(KEY_SHARE, term), LATER)


def test_a_list_shows_itself_and_escapes_names() -> None:
    one = item_list(item(name="<b>标签</b>"))
    assert repr(one) == "<部门随机抽查事项清单 SCJG-2025 v1：1 项，其中重点 0 项>"
    assert "<b>" not in one._repr_html_()
    assert "&lt;b&gt;标签&lt;/b&gt;" in one._repr_html_()


def test_a_move_to_key_by_way_of_dropping_is_made_visible_too_2_2_13() -> None:
    gone = item_list(item(), *generals(9)).revise(drop=["labels"], reasons={"labels": "x"}, on=LATER)
    later = gone.revise(put=[item("new")], reasons={"new": "x"}, on=LATER)
    back = later.revise(put=[key_item("labels", version=2)], reasons={"labels": "x"}, on=LATER)
    assert [one.code for one in back.check(LIYANG_RULES, LATER)] == ["items.general_to_key"]


def test_a_code_is_not_put_and_dropped_in_one_revision() -> None:
    with pytest.raises(DuplicateError):
        item_list().revise(drop=["labels"], put=[key_item("labels", version=2)], reasons={"labels": "x"}, on=LATER)


def test_a_version_does_not_begin_before_the_one_it_follows() -> None:
    with pytest.raises(InvalidValueError):
        item_list().revise(put=[item(version=2)], reasons={"labels": "x"}, on=date(2024, 12, 31))


def test_a_changed_item_has_a_new_version_2_2_7() -> None:
    with pytest.raises(InvalidValueError):
        item_list().revise(put=[item(ratio_cap="90%")], reasons={"labels": "x"}, on=LATER)


def test_a_code_is_put_once_a_revision() -> None:
    with pytest.raises(DuplicateError):
        item_list().revise(put=[item(version=2), item(version=3)], reasons={"labels": "x"}, on=LATER)
