"""Credit events: what follows from a result for the credit of its holder, and whom it was handed to."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError
from shuangsuiji.inspection import Outcome, OutcomeGroup, Result, correct
from shuangsuiji.inspection.credit_events import (
    CreditEvent,
    check_credit_events,
    credit_event,
    gives_credit_event,
    share_credit_event,
    withdraw_credit_event,
)
from shuangsuiji.law import LIYANG_2020
from tests.unit.aftermath_days import HOUSING, clean, inspected
from tests.unit.builders import AGENCY, uscc
from tests.unit.conference_days import refused
from tests.unit.inspection_days import HEALTH, entered, found, product_draw, visited

PROBLEM = inspected()
ON = date(2025, 6, 20)
LATER = date(2025, 7, 10)


def event(result: Result = PROBLEM, /, **changes: object) -> CreditEvent:
    made = credit_event(result, **{"event_id": "X-1", "on": ON, **changes})  # type: ignore[arg-type]
    assert made is not None
    return made


def sanctioned() -> CreditEvent:
    return event(joint_sanctions=True, sanctions_basis="合成惩戒清单第1项")


def handed(one: CreditEvent, to: str = HEALTH, on: date = date(2025, 6, 25)) -> CreditEvent:
    return share_credit_event(one, to=to, on=on, document="合成推送1号")


def codes(results: list[Result], events: list[CreditEvent], on: date = LATER) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in check_credit_events(results, events, on)]


def test_a_result_gives_holder_item_outcome_and_day_3_3_9() -> None:
    one = event()
    assert (one.holder, one.item_code, one.outcome, one.on) == (uscc(1), "labels", Outcome.OTHER_VIOLATION, ON)
    assert one.joint_sanctions is False
    assert repr(one) == f"<信用事件 X-1 {uscc(1)} labels：违反其他规定，2025-06-20>"


def test_what_was_found_at_a_product_is_its_holders_3_3_9() -> None:
    visit = visited(product_draw())
    one = event(entered(found(visit, outcome=Outcome.OTHER_VIOLATION, finding="合成问题")))
    assert (one.result.visit.object_id.startswith("产品"), one.holder) == (True, uscc(1))


@settings(max_examples=50, deadline=None)
@given(outcome=st.sampled_from(Outcome))
def test_an_event_follows_from_a_problem_or_from_a_holder_who_cannot_be_found_3_3_9(outcome: Outcome) -> None:
    follows = outcome.group is OutcomeGroup.PROBLEM or outcome is Outcome.UNREACHABLE
    assert gives_credit_event(outcome) is follows
    result = inspected(outcome)
    assert (credit_event(result, event_id="X-1", on=ON) is not None) is follows
    if not follows:
        refused("3.3.9", lambda: CreditEvent(id="X-1", result=result, on=ON))


def test_joint_sanctions_name_their_basis_and_need_a_violation_3_3_9() -> None:
    assert sanctioned().sanctions_basis == "合成惩戒清单第1项"
    refused("3.3.9", lambda: event(joint_sanctions=True))
    refused("3.3.9", lambda: event(sanctions_basis="合成惩戒清单第1项"))
    for outcome in (Outcome.UNREACHABLE, Outcome.PENDING_FOLLOW_UP):
        refused("3.3.9", lambda of=outcome: event(inspected(of), joint_sanctions=True, sanctions_basis="合"))  # type: ignore[misc]


def test_an_event_does_not_come_before_its_result() -> None:
    with pytest.raises(InvalidValueError):
        event(on=date(2025, 6, 9))


def test_it_is_handed_to_other_departments_with_days_4_1_4() -> None:
    one = handed(handed(event()), to=HOUSING, on=date(2025, 6, 26))
    assert [(notice.to, notice.on.day) for notice in one.notices] == [(HEALTH, 25), (HOUSING, 26)]
    refused("4.1.4", lambda: handed(event(), to=AGENCY))
    with pytest.raises(DuplicateError):
        handed(handed(event()))
    with pytest.raises(InvalidValueError):
        handed(event(), on=date(2025, 6, 19))
    with pytest.raises(InvalidValueError):
        handed(handed(event()), to=HOUSING, on=date(2025, 6, 24))


def test_an_event_is_taken_back_and_stays_on_record() -> None:
    one = withdraw_credit_event(event(), on=LATER, document="合成撤回1号")
    assert [one.holds(date(2025, *day)) for day in ((6, 19), (6, 20), (7, 9), (7, 10))] == [False, True, True, False]
    with pytest.raises(BrokenChainError):
        handed(one, on=LATER)
    with pytest.raises(BrokenChainError):
        withdraw_credit_event(one, on=LATER, document="合成撤回2号")
    with pytest.raises(InvalidValueError):
        withdraw_credit_event(event(), on=date(2025, 6, 19), document="合成撤回1号")
    with pytest.raises(InvalidValueError):
        attrs.evolve(event(), withdrawal="合成撤回1号")


def test_a_result_without_its_event_is_found_3_3_9() -> None:
    results = [PROBLEM, clean(2), inspected(Outcome.UNREACHABLE, 3), inspected(Outcome.NO_SUCH_ACTIVITY, 4)]
    assert codes(results, [event()]) == [("credit.missing", results[2].id)]
    assert codes(results, [], on=date(2025, 6, 9)) == []


def test_an_event_of_what_was_corrected_is_to_be_taken_back() -> None:
    told = {"outcome": Outcome.NO_PROBLEM, "formed_on": date(2025, 7, 1), "reason": "复核有误"}
    gone = correct(PROBLEM, result_id="R-2", **told)  # type: ignore[arg-type]
    assert codes([PROBLEM, gone], [event()]) == [("credit.corrected", "X-1")]
    assert codes([PROBLEM, gone], [event()], on=date(2025, 6, 30)) == []
    assert codes([PROBLEM, gone], [withdraw_credit_event(event(), on=LATER, document="合成撤回1号")]) == []
    assert codes([attrs.evolve(PROBLEM, finding="另有所述")], [event()]) == [("credit.corrected", "X-1")]


def test_an_event_of_a_result_that_is_not_at_hand_is_left_alone() -> None:
    assert codes([], [event()]) == []


def test_sanctions_of_which_no_department_has_been_told_are_found_4_1_4() -> None:
    (one,) = check_credit_events([PROBLEM], [sanctioned()], LATER)
    assert (one.code, one.clause) == ("credit.not_handed", LIYANG_2020.ref("4.1.4"))
    assert codes([PROBLEM], [handed(sanctioned())]) == []


def test_events_travel_as_json_and_have_a_digest() -> None:
    one = withdraw_credit_event(handed(sanctioned()), on=LATER, document="合成撤回1号")
    assert from_json(to_json(one), CreditEvent) == one
    assert from_json(to_json(one), CreditEvent).digest == one.digest != event().digest
