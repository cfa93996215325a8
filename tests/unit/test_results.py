"""Results: entered by who inspected, collected under the market entity, corrected by new ones: 2.1.7, 3.3.1, 3.3.3."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection import ExpertOpinion, Outcome, OutcomeGroup, Result, correct, current, enter
from shuangsuiji.inspection.draw_lines import lines_of
from tests.unit.builders import AGENCY, uscc
from tests.unit.inspection_days import (
    FORMED_ON,
    HEALTH,
    case_visit,
    clause_of,
    entered,
    everywhere_matching,
    found,
    joint_matching,
    joint_people,
    key_items,
    problem,
    product_draw,
    visited,
)

OPINION = ExpertOpinion(expert_id="ZJ01", item_code="labels", on=date(2025, 6, 11), text="字号=1.6 mm，不足")


def corrected(result: Result, number: int = 2, **changes: Any) -> Result:  # noqa: ANN401 - any argument of correct
    given = {
        "result_id": f"R-{number}",
        "outcome": Outcome.NO_PROBLEM,
        "formed_on": date(2025, 6, 20),
        "reason": "复核后更正",
    }
    return correct(result, **{**given, **changes})


# What a result answers: 2.1.7.


def test_a_result_answers_the_very_line_of_the_draw_2_1_7() -> None:
    one = found()
    assert one.line == ("drawn.tsv", "labels", one.visit.object_id)
    table, item_code, object_id = one.line
    lines = [line.split("\t") for line in joint_matching().files[table].decode().splitlines()]
    assert [line for line in lines if (line[0], line[3]) == (item_code, object_id)]
    assert one.visit.draw is not None
    assert one.visit.draw.commit == joint_matching().commitment.commit


def test_a_line_of_a_round_is_found_in_the_table_of_the_round_2_1_7() -> None:
    record = everywhere_matching()
    mixed = next(id_ for id_ in record.draw.taken.live if lines_of(record, id_) == {"hygiene": 1, "labels": 0})
    visit = visited(record, mixed, items=key_items(), people=joint_people(60))
    assert found(visit).line == ("drawn.tsv", "labels", mixed)
    assert found(visit, item_code="hygiene", department=HEALTH).line == ("drawn.1.tsv", "hygiene", mixed)
    assert f"\t{mixed}\n".encode() in record.files["drawn.1.tsv"]


def test_what_followed_a_lead_answers_no_line() -> None:
    assert found(case_visit()).line is None


def test_it_is_of_an_item_that_its_department_inspected_3_3_1() -> None:
    assert found(item_code="hygiene", department=HEALTH).item.item_code == "hygiene"
    for changes in ({"department": HEALTH}, {"item_code": "hygiene"}, {"item_code": "lifts"}):
        with pytest.raises(LawError, match="未检查此事项") as caught:
            found(**changes)
        assert clause_of(caught.value) == "3.3.1"


def test_it_is_collected_under_the_market_entity_3_3_3() -> None:
    assert found().collected_under == found().visit.object_id
    of_product = found(visited(product_draw()))
    assert of_product.visit.object_id.startswith("产品")
    assert of_product.collected_under == uscc(1)


# Outcome and words.


@pytest.mark.parametrize("outcome", list(Outcome))
def test_whatever_needs_a_follow_up_is_told_in_words(outcome: Outcome) -> None:
    assert found(outcome=outcome, finding="说明").outcome is outcome
    if outcome.group is OutcomeGroup.PROBLEM or outcome is Outcome.UNREACHABLE:
        with pytest.raises(InvalidValueError, match="发现问题须说明"):
            found(outcome=outcome)
    else:
        assert found(outcome=outcome).finding == ""


def test_words_may_bear_measures_and_are_one_line() -> None:
    assert problem(finding="pH=9.2 | 限值 8.5").finding == "pH=9.2 | 限值 8.5"
    with pytest.raises(InvalidValueError):
        problem(finding="一\n二")


# Days and entry: 3.3.1.


def test_it_is_formed_no_earlier_than_the_visit_has_ended() -> None:
    assert found(formed_on=date(2025, 6, 10)).formed_on == date(2025, 6, 10)
    with pytest.raises(InvalidValueError, match="不得早于检查结束"):
        found(formed_on=date(2025, 6, 9))


def test_who_inspects_enters_3_3_1() -> None:
    one = enter(found(), on=date(2025, 6, 13), by=AGENCY, platform_number="P-1")
    assert (one.entered_on, one.entered_by, one.platform_number) == (date(2025, 6, 13), AGENCY, "P-1")
    with pytest.raises(LawError, match="谁检查、谁录入") as caught:
        enter(found(), on=date(2025, 6, 13), by=HEALTH)
    assert clause_of(caught.value) == "3.3.1"


def test_in_a_joint_inspection_each_department_enters_its_own_3_3_1() -> None:
    visit = visited()
    own, health = found(visit), found(visit, item_code="hygiene", department=HEALTH)
    assert entered(own).entered_by == AGENCY
    assert entered(health).entered_by == HEALTH
    with pytest.raises(LawError):
        enter(health, on=date(2025, 6, 13), by=AGENCY)


def test_it_is_entered_once_and_not_before_it_was_formed() -> None:
    with pytest.raises(BrokenChainError, match="已录入"):
        enter(entered(), on=date(2025, 6, 14), by=AGENCY)
    with pytest.raises(InvalidValueError, match="不得早于结果形成"):
        enter(found(), on=date(2025, 6, 11), by=AGENCY)


@pytest.mark.parametrize(
    "changes",
    [
        {"entered_on": date(2025, 6, 13)},
        {"entered_by": AGENCY},
        {"platform_number": "P-1"},
        {"reason": "更正"},
        {"corrects": "ab" * 32},
        {"corrects": "R-1", "reason": "更正"},
        {"id": ""},
        {"visit": "V-1"},
        {"outcome": "未发现问题"},
        {"opinions": [OPINION]},
        {"opinions": ("符合",)},
    ],
)
def test_a_field_of_another_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        found(**changes)


# Experts: 2.3.11.


def test_what_an_expert_advised_is_on_record_with_the_result_2_3_11() -> None:
    at_visit = attrs.evolve(OPINION, on=date(2025, 6, 10), text="现场咨询")
    other = attrs.evolve(OPINION, item_code="hygiene", expert_id="ZJ02", on=date(2025, 6, 10))
    one = problem(visited(opinions=[at_visit, other]), opinions=(OPINION,))
    assert one.heard == (at_visit, OPINION)
    assert found(one.visit, item_code="hygiene", department=HEALTH).heard == (other,)


@pytest.mark.parametrize("changes", [{"item_code": "hygiene"}, {"on": date(2025, 6, 9)}, {"on": date(2025, 6, 13)}])
def test_an_opinion_is_on_the_item_and_given_by_the_day_of_the_result_2_3_11(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match="结果形成之间的意见"):
        problem(opinions=(attrs.evolve(OPINION, **changes),))


def test_an_officer_is_not_heard_as_an_expert_2_3_11() -> None:
    visit = visited()
    with pytest.raises(LawError) as caught:
        problem(visit, opinions=(attrs.evolve(OPINION, expert_id=visit.officers[0].id),))
    assert clause_of(caught.value) == "2.3.10"


# Corrections.


def test_a_correction_is_a_record_of_its_own_that_points_back() -> None:
    first = entered(problem())
    second = corrected(first)
    assert second.corrects == first.digest
    assert (second.visit, second.item_code, second.department) == (first.visit, first.item_code, first.department)
    assert (second.entered_on, second.platform_number) == (None, "")
    assert first.outcome is Outcome.CORRECTED_ON_ORDER
    assert entered(second, on=date(2025, 6, 21)).corrects == first.digest


@pytest.mark.parametrize(
    "changes", [{"result_id": found().id}, {"formed_on": date(2025, 6, 12)}, {"reason": ""}, {"finding": "\n"}]
)
def test_a_correction_has_its_own_id_a_reason_and_a_later_day(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        corrected(entered(problem()), **changes)


def test_the_last_of_a_chain_of_corrections_holds() -> None:
    first = entered(problem())
    second = entered(corrected(first, 2), on=date(2025, 6, 21))
    third = corrected(second, 3, formed_on=date(2025, 6, 25), outcome=Outcome.OTHER_VIOLATION, finding="违反标签规定")
    other = found(item_code="hygiene", department=HEALTH)
    assert current([first]) == (first,)
    assert current([first, second]) == (second,)
    for order in ([first, second, third, other], [other, third, second, first]):
        assert set(current(order)) == {third, other}


def test_a_result_that_was_entered_is_the_same_result() -> None:
    before = problem()
    after = entered(before)
    assert current([before, after]) == current([after, before]) == (after,)
    for one in (corrected(before), corrected(after)):
        assert current([before, after, one]) == current([after, one]) == (one,)


def test_two_corrections_of_one_result_are_a_fork_and_refused() -> None:
    first = entered(problem())
    with pytest.raises(BrokenChainError, match="只能更正一次"):
        current([first, corrected(first, 2), corrected(first, 3)])
    before = problem()
    with pytest.raises(BrokenChainError, match="只能更正一次"):
        current([entered(before), corrected(before, 2), corrected(entered(before), 3)])


def test_a_correction_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(BrokenChainError, match="不在其中"):
        current([corrected(entered(problem()))])


def test_two_results_of_one_item_or_of_one_id_are_refused_2_1_7() -> None:
    one = found()
    with pytest.raises(DuplicateError):
        current([one, attrs.evolve(one, id="R-other")])
    with pytest.raises(DuplicateError):
        current([one, problem()])
    other = attrs.evolve(entered(one), platform_number="P-other")
    with pytest.raises(DuplicateError):
        current([entered(one), other])


def test_a_correction_of_another_item_or_of_an_earlier_day_is_refused() -> None:
    first = entered(problem())
    strange = found(item_code="hygiene", department=HEALTH, corrects=first.digest, reason="更正")
    with pytest.raises(BrokenChainError, match="同一检查、事项和部门"):
        current([first, strange])
    early = found(id="R-2", formed_on=date(2025, 6, 10), corrects=first.digest, reason="更正")
    with pytest.raises(BrokenChainError, match="不得早于原结果"):
        current([first, early])


@settings(max_examples=25)
@given(st.permutations(range(5)), st.integers(min_value=1, max_value=5))
def test_whatever_the_order_one_result_of_a_chain_holds(order: list[int], length: int) -> None:
    chain = [entered(problem())]
    for number in range(1, length):
        chain.append(corrected(chain[-1], number, formed_on=date(2025, 7, number)))
    assert current([chain[place] for place in order if place < length]) == (chain[-1],)


# Record and digest.


def full_result() -> Result:
    first = entered(problem())
    again = corrected(first, outcome=Outcome.OTHER_VIOLATION, finding="违反标签规定", opinions=(OPINION,))
    return entered(again, on=date(2025, 6, 23))


@pytest.mark.parametrize("one", [found(), full_result(), entered(found(case_visit()))])
def test_a_result_goes_to_json_and_back(one: Result) -> None:
    again = from_json(to_json(one), Result)
    assert again == one
    assert again.digest == one.digest


CHANGES: dict[str, Any] = {
    "id": "R-9",
    "visit": visited(remarks="另一记录"),
    "outcome": Outcome.PENDING_FOLLOW_UP,
    "formed_on": date(2025, 6, 22),
    "finding": "另一问题",
    "entered_on": date(2025, 6, 24),
    "platform_number": "P-9",
    "corrects": "ab" * 32,
    "reason": "另一理由",
    "opinions": (),
}


@settings(max_examples=50)
@given(st.sets(st.sampled_from(sorted(CHANGES)), min_size=1))
def test_the_digest_changes_with_any_field(fields: set[str]) -> None:
    assert attrs.evolve(full_result(), **{field: CHANGES[field] for field in fields}).digest != full_result().digest


def test_every_field_is_tried() -> None:
    assert {field.name for field in attrs.fields(Result)} - CHANGES.keys() == {"item_code", "department", "entered_by"}
    one = found()
    assert found(item_code="hygiene", department=HEALTH, id=one.id).digest != one.digest


def test_before_its_entry_it_had_another_digest_that_is_remembered() -> None:
    before = found()
    assert before.digests == (before.digest,)
    assert entered(before).digests == (entered(before).digest, before.digest)
    assert before.formed_on == FORMED_ON


def test_it_is_shown_by_object_item_and_outcome() -> None:
    one = found(case_visit())
    assert repr(one) == f"<检查结果 R-labels-V-case {uscc(1)} labels：未发现问题>"
