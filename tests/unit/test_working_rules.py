"""Working rules: 2.4.4, five parts that all must be there, cited by their digest."""

import hashlib
from datetime import date

import pytest

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.working_rules import WorkingRules
from tests.unit.builders import AGENCY, EMPTY_DIGEST, made

PARTS = {
    "draw_method": "抽取方法",
    "workflow": "检查流程",
    "approval_authority": "审批权限",
    "publication_procedure": "公示程序",
    "archiving": "归档方式",
}


def working_rules(**changes: object) -> WorkingRules:
    given = {
        "department": AGENCY,
        "draw_method": "按 SSJ-1 抽取。\n数量 = 总数 × 比例，向上取整。",
        "workflow": "抽取、匹配、检查、录入、公示。",
        "approval_authority": "任务由分管负责人批准。",
        "publication_procedure": "任务完成后20个工作日内公示。",
        "archiving": "一任务一卷。",
        "effective_on": date(2026, 1, 1),
    }
    return made(WorkingRules, given, changes)


@pytest.mark.parametrize(("part", "words"), PARTS.items(), ids=PARTS)
@pytest.mark.parametrize("empty", ["", " \n"], ids=["empty", "blank"])
def test_none_of_the_five_parts_may_be_missing_2_4_4(part: str, words: str, empty: str) -> None:
    with pytest.raises(LawError, match=f"须明确{words}") as caught:
        working_rules(**{part: empty})
    assert caught.value.params["field"] == f"working_rules.{AGENCY}.{part}"
    assert getattr(caught.value.params["clause"], "clause", None) == "2.4.4"


def test_the_five_parts_are_those_of_the_clause() -> None:
    assert "、".join(PARTS.values()) in LIYANG_2020.clause("2.4.4").quotation


def test_a_part_may_have_several_paragraphs_and_a_formula() -> None:
    assert working_rules().draw_method.count("\n") == 1


@pytest.mark.parametrize("text", ["抽取\u200b方法", "抽取\t方法", "a\u0301", "第一行\r\n第二行"], ids=ascii)
def test_hidden_characters_and_texts_that_are_not_nfc_are_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="draw_method"):
        working_rules(draw_method=text)


@pytest.mark.parametrize(
    "changes",
    [
        {"department": ""},
        {"version": 0},
        {"expires_on": date(2025, 12, 31)},
        {"draw_rules_digest": "e3b0"},
        {"workflow": None},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        working_rules(**changes)


def test_a_version_is_in_force_from_its_first_day_to_its_last() -> None:
    rules = working_rules(expires_on=date(2026, 12, 31))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [rules.is_in_force(day) for day in days] == [False, True, True, False]
    assert working_rules().is_in_force(date(2030, 1, 1))


def test_the_digest_can_be_taken_again_and_cited() -> None:
    rules = working_rules()
    assert rules.digest == hashlib.sha256(rules.canonical.encode()).hexdigest()
    assert rules.citation == f"{AGENCY} 随机抽查工作细则 v1 sha256:{rules.digest}"
    assert {rules, working_rules()} == {rules}
    assert repr(rules) == f"<抽查工作细则 {AGENCY} v1>"


@pytest.mark.parametrize(
    "changes",
    [
        *({part: "另定。"} for part in PARTS),
        {"version": 2},
        {"department": "320481-WJW"},
        {"effective_on": date(2026, 1, 2)},
        {"expires_on": date(2026, 12, 31)},
        {"draw_rules_digest": EMPTY_DIGEST},
    ],
    ids=str,
)
def test_every_field_enters_the_digest(changes: dict[str, object]) -> None:
    assert working_rules(**changes).digest != working_rules().digest


def test_a_text_moved_from_one_part_to_the_next_changes_the_digest() -> None:
    first = working_rules(workflow="甲", approval_authority="乙")
    assert first.digest != working_rules(workflow="乙", approval_authority="甲").digest
