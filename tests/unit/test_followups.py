"""Follow-ups: who answers and by which rule, hand-overs, closing once everything is done, what is open how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection import FollowUpMeasure, Outcome, Result, correct
from shuangsuiji.inspection.following import (
    answer_hand_over,
    carry_out,
    close_follow_up,
    hand_over,
    open_follow_up,
    recheck,
)
from shuangsuiji.inspection.followup_checks import FOLLOW_UP_TERM, check_followups, open_follow_ups
from shuangsuiji.inspection.followup_parts import (
    FollowUpClosure,
    HandOver,
    Responsibility,
    ResponsibilityRule,
    responsibility_for,
)
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry import InspectionObject, ObjectPool, responsible_department
from shuangsuiji.values import Severity, TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.aftermath_days import EMERGENCY, HOUSING, clean, inspected
from tests.unit.builders import AGENCY, enterprise, pool_of
from tests.unit.conference_days import refused
from tests.unit.inspection_days import HEALTH

M = FollowUpMeasure
RULE = ResponsibilityRule
PROBLEM = inspected()
OPENED = date(2025, 6, 11)
CLOSED = date(2025, 7, 31)


def pool(one: InspectionObject | None = None) -> ObjectPool:
    return pool_of([one or enterprise(1)])


def opened(result: Result = PROBLEM, /, **changes: object) -> FollowUp:
    basis = {
        "follow_up_id": "F-1",
        "measures": (M.ORDER_AND_WATCH,),
        "opened_on": OPENED,
        "document": "合成监〔2025〕1号",
    }
    return open_follow_up(result, changes.pop("pool", pool()), **{**basis, **changes})  # type: ignore[arg-type]


def done(one: FollowUp, *measures: FollowUpMeasure, on: date = date(2025, 6, 20)) -> FollowUp:
    for measure in measures:
        one = carry_out(one, measure=measure, on=on, done="已责令改正并核实", document="合成监〔2025〕2号")
    return one


def closed(one: FollowUp, on: date = CLOSED, correction: Result | None = None) -> FollowUp:
    return close_follow_up(one, on=on, done="已改正", document="合成监〔2025〕9号", correction=correction)


def offered(one: FollowUp, to: str = HEALTH, on: date = date(2025, 6, 20)) -> FollowUp:
    return hand_over(one, to=to, rule=RULE.TRADE, reason="属行业主管", on=on, document="合成函〔2025〕1号")


def answered(one: FollowUp, *, accepted: bool = True, on: date = date(2025, 6, 25)) -> FollowUp:
    return answer_hand_over(one, accepted=accepted, on=on, document="合成复〔2025〕1号")


def codes(*arguments: object, on: date = date(2025, 6, 30), **changes: object) -> list[tuple[str, str]]:
    results, follow_ups = arguments
    found = check_followups(results, follow_ups, on, **changes)  # type: ignore[arg-type]
    assert all(one.clause == LIYANG_2020.ref("3.3.6") for one in found)
    return [(one.code, one.where) for one in found]


@pytest.mark.parametrize(
    ("approved_by", "supervised_by", "department", "rule"),
    [
        ((HOUSING,), (HEALTH,), HOUSING, RULE.APPROVAL),
        ((), (HEALTH,), HEALTH, RULE.TRADE),
        ((), (), AGENCY, RULE.JURISDICTION),
    ],
)
def test_who_answers_follows_from_the_object_and_the_rule_is_shown_3_3_6(
    approved_by: tuple[str, ...], supervised_by: tuple[str, ...], department: str, rule: ResponsibilityRule
) -> None:
    one = enterprise(1, approved_by=approved_by, supervised_by=supervised_by)
    made = opened(pool=pool(one)).responsibility
    assert (made.department, made.rule) == (department, rule)
    assert made.department == responsible_department(one, AGENCY)
    assert str(made) == f"{department}（{rule}）"


def test_an_object_of_no_pool_is_the_inspecting_departments_3_3_6() -> None:
    result = inspected(case=True, department=HEALTH)
    made = opened(result, pool=None)
    assert (made.department, made.responsibility.rule) == (HEALTH, RULE.JURISDICTION)


def test_of_several_departments_a_paper_names_one_and_no_other_3_3_6() -> None:
    several = enterprise(1, approved_by=(HOUSING, HEALTH))
    refused("3.3.6", lambda: opened(pool=pool(several)))
    refused("3.3.6", lambda: opened(pool=pool(several), department=HEALTH))
    refused("3.3.6", lambda: opened(pool=pool(several), department=AGENCY, settled_by="合成会〔2025〕1号"))
    made = opened(pool=pool(several), department=HEALTH, settled_by="合成会〔2025〕1号")
    assert made.department == HEALTH
    assert made.responsibility.claims == (HOUSING, HEALTH)


def test_a_clean_result_leaves_nothing_to_follow_up_3_3_6() -> None:
    refused("3.3.6", lambda: opened(clean()))
    refused("3.3.6", lambda: opened(inspected(Outcome.NO_SUCH_ACTIVITY)))
    assert opened(inspected(Outcome.UNREACHABLE)).department == AGENCY


def test_it_is_opened_after_its_result_with_measures_each_once() -> None:
    with pytest.raises(InvalidValueError):
        opened(opened_on=date(2025, 6, 9))
    with pytest.raises(DuplicateError):
        opened(measures=(M.CASE_FILING, M.CASE_FILING))
    refused("3.3.6", lambda: opened(measures=()))


def test_one_department_answers_until_the_other_accepts_3_3_6() -> None:
    waiting = offered(opened())
    assert waiting.department == AGENCY
    taken = answered(waiting)
    assert taken.department == HEALTH
    assert [taken.department_on(date(2025, 6, day)) for day in (20, 24, 25, 26)] == [AGENCY, AGENCY, HEALTH, HEALTH]


def test_a_hand_over_that_is_refused_leaves_it_where_it_was_3_3_6() -> None:
    one = answered(offered(opened()), accepted=False)
    assert one.department == AGENCY
    for again in (HOUSING, HEALTH):
        assert answered(offered(one, to=again, on=date(2025, 6, 26)), on=date(2025, 6, 27)).department == again


def test_nothing_is_handed_to_oneself_or_twice_at_once_3_3_6() -> None:
    refused("3.3.6", lambda: offered(opened(), to=AGENCY))
    refused("3.3.6", lambda: offered(offered(opened()), to=HOUSING))
    with pytest.raises(BrokenChainError):
        answered(opened())
    with pytest.raises(BrokenChainError):
        answered(answered(offered(opened())))


def test_an_answer_is_whole_and_does_not_come_before_the_offer() -> None:
    with pytest.raises(InvalidValueError):
        answered(offered(opened()), on=date(2025, 6, 19))
    with pytest.raises(InvalidValueError):
        HandOver(
            to=HEALTH, rule=RULE.TRADE, reason="甲", offered_on=OPENED, document="乙", accepted=True, answered_on=None
        )


def test_a_step_is_taken_by_the_department_that_answers_that_day_3_3_6() -> None:
    one = done(answered(offered(opened())), M.ORDER_AND_WATCH, on=date(2025, 6, 26))
    assert [step.department for step in one.steps] == [HEALTH]
    refused("3.3.6", lambda: done(answered(offered(opened())), M.ORDER_AND_WATCH, on=date(2025, 6, 24)))
    before = done(opened(), M.ORDER_AND_WATCH, on=date(2025, 6, 24))
    assert answered(offered(before)).steps == before.steps
    refused("3.3.6", lambda: answered(offered(before), on=date(2025, 6, 22)))


def test_on_the_day_of_a_hand_over_both_may_act() -> None:
    before = done(opened(), M.ORDER_AND_WATCH, on=date(2025, 6, 25))
    after = done(answered(offered(before)), M.OTHER, on=date(2025, 6, 25))
    assert [step.department for step in after.steps] == [AGENCY, HEALTH]


def test_it_is_closed_with_day_paper_and_what_was_done_3_3_6() -> None:
    one = closed(done(opened(), M.ORDER_AND_WATCH))
    assert one.closure is not None
    assert (one.closure.department, one.closure.on, one.closure.done) == (AGENCY, CLOSED, "已改正")
    assert (one.is_open(date(2025, 7, 30)), one.is_open(CLOSED), one.is_open(date(2025, 6, 10))) == (True, False, False)
    for gone in ("done", "document"):
        with pytest.raises(InvalidValueError):
            attrs.evolve(one.closure, **{gone: ""})  # type: ignore[arg-type]


def test_it_is_not_closed_while_a_measure_is_left_undone_3_3_6() -> None:
    refused("3.3.6", lambda: closed(opened()))
    two = opened(measures=(M.ORDER_AND_WATCH, M.CASE_FILING))
    refused("3.3.6", lambda: closed(done(two, M.ORDER_AND_WATCH)))
    assert closed(done(two, M.ORDER_AND_WATCH, M.CASE_FILING)).closure is not None


def test_it_is_not_closed_by_another_or_while_a_hand_over_waits_3_3_6() -> None:
    one = done(opened(), M.ORDER_AND_WATCH)
    refused("3.3.6", lambda: closed(offered(one)))
    other = FollowUpClosure(department=HEALTH, on=CLOSED, done="已改正", document="合成监〔2025〕9号")
    refused("3.3.6", lambda: attrs.evolve(one, closure=other))


def test_it_is_not_closed_before_what_was_done() -> None:
    with pytest.raises(InvalidValueError):
        closed(done(opened(), M.ORDER_AND_WATCH), on=date(2025, 6, 19))


def test_what_is_closed_is_left_alone() -> None:
    one = closed(done(opened(), M.ORDER_AND_WATCH))
    acts: tuple[Callable[[], FollowUp], ...] = (
        lambda: closed(one),
        lambda: offered(one, on=CLOSED),
        lambda: answered(one, on=CLOSED),
        lambda: done(one, M.OTHER, on=CLOSED),
        lambda: recheck(one, clean(on=CLOSED)),
    )
    for act in acts:
        with pytest.raises(BrokenChainError):
            act()


def test_where_a_recheck_is_required_it_has_to_find_the_problem_gone_3_3_6() -> None:
    one = done(opened(recheck_required=True), M.ORDER_AND_WATCH)
    refused("3.3.6", lambda: closed(one))
    still = recheck(one, inspected(on=date(2025, 7, 1)))
    refused("3.3.6", lambda: closed(still))
    assert closed(recheck(still, clean(on=date(2025, 7, 8)))).closure is not None


def test_a_recheck_that_was_not_required_and_finds_the_problem_again_keeps_it_open_3_3_6() -> None:
    refused("3.3.6", lambda: closed(recheck(done(opened(), M.OTHER, M.ORDER_AND_WATCH), inspected(on=CLOSED))))


@pytest.mark.parametrize(
    "result",
    [clean(2, on=CLOSED), clean(on=date(2025, 6, 9)), clean(on=CLOSED, item_code="lifts"), PROBLEM],
    ids=["another object", "before it was opened", "another item", "the result itself"],
)
def test_a_recheck_looks_at_the_same_again_later(result: Result) -> None:
    with pytest.raises(InvalidValueError):
        recheck(opened(), result)


def test_a_recheck_is_made_by_the_department_that_answers_3_3_6() -> None:
    refused("3.3.6", lambda: recheck(opened(), clean(on=CLOSED, department=HEALTH, item_code="hygiene")))
    taken = answered(offered(opened()))
    assert recheck(taken, clean(on=CLOSED, department=HEALTH, item_code="hygiene")).rechecks


def corrected(result: Result = PROBLEM, outcome: Outcome = Outcome.NO_PROBLEM) -> Result:
    told = "合成问题" if outcome.needs_follow_up else ""
    day = date(2025, 7, 1)
    return correct(result, result_id="R-new", outcome=outcome, formed_on=day, reason="复核有误", finding=told)


def test_a_correction_that_leaves_nothing_to_do_closes_it_without_its_measures() -> None:
    assert closed(opened(), correction=corrected()).closure is not None
    with pytest.raises(InvalidValueError):
        closed(opened(), date(2025, 6, 30), corrected())
    with pytest.raises(InvalidValueError):
        closed(opened(), correction=corrected(outcome=Outcome.PENDING_FOLLOW_UP))
    with pytest.raises(InvalidValueError):
        closed(opened(), correction=clean())
    with pytest.raises(BrokenChainError):
        closed(opened(), correction=corrected(inspected(number=2)))


def test_what_is_open_is_listed_with_its_age_the_oldest_first_3_3_6() -> None:
    old = opened(follow_up_id="F-old")
    new = opened(inspected(number=2), pool=None, follow_up_id="F-new", opened_on=date(2025, 6, 20))
    gone = closed(done(opened(follow_up_id="F-gone"), M.ORDER_AND_WATCH))
    later = opened(follow_up_id="F-later", opened_on=date(2025, 9, 1))
    listed = open_follow_ups([new, gone, later, old], date(2025, 8, 15))
    assert [(one.follow_up.id, one.age, one.days_late) for one in listed] == [("F-old", 65, 5), ("F-new", 56, 0)]
    assert listed[0].due_on == date(2025, 8, 10)


def test_the_term_is_a_parameter_and_the_default_is_this_librarys() -> None:
    assert (FOLLOW_UP_TERM.number, FOLLOW_UP_TERM.unit) == (60, TimeUnit.DAY)
    term = TimeLimit(number=20, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.3.6"))
    (one,) = open_follow_ups([opened()], date(2025, 7, 10), within=term, calendar=china_calendar())
    assert (one.due_on, one.days_late) == (date(2025, 7, 9), 1)
    with pytest.raises(InvalidValueError):
        open_follow_ups([opened()], date(2025, 7, 10), within=term)


def test_a_problem_that_nobody_follows_up_is_found_3_3_6() -> None:
    results = [PROBLEM, clean(2), inspected(Outcome.UNREACHABLE, 3), inspected(Outcome.NO_SUCH_ACTIVITY, 4)]
    found = check_followups(results, [], date(2025, 6, 10))
    assert [(one.code, one.severity) for one in found] == [("followup.missing", Severity.ERROR)] * 2
    assert codes(results, [opened(), opened(results[2], pool=None, follow_up_id="F-3")]) == []
    assert codes(results, [], on=date(2025, 6, 9)) == []


def test_a_follow_up_of_before_the_entry_is_the_results_own() -> None:
    before = attrs.evolve(PROBLEM, entered_on=None, entered_by="", platform_number="")
    assert codes([PROBLEM], [opened(before)]) == []


def test_a_follow_up_opened_later_is_not_there_yet() -> None:
    assert codes([PROBLEM], [opened(opened_on=date(2025, 7, 1))]) == [("followup.missing", PROBLEM.id)]


def test_a_recheck_with_a_problem_is_followed_up_by_what_asked_for_it() -> None:
    again = inspected(on=date(2025, 6, 25))
    assert codes([PROBLEM, again], [recheck(opened(), again)]) == []


def test_a_correction_is_followed_up_by_the_follow_up_of_what_it_corrects() -> None:
    still = corrected(outcome=Outcome.PENDING_FOLLOW_UP)
    assert codes([PROBLEM, still], [opened()], on=date(2025, 7, 2)) == []
    gone = corrected()
    assert codes([PROBLEM, gone], [opened()], on=date(2025, 7, 2)) == [("followup.moot", "R-new")]
    assert codes([PROBLEM, gone], [closed(opened(), correction=gone)], on=date(2025, 8, 2)) == []
    assert codes([PROBLEM, gone], [], on=date(2025, 7, 2)) == []


def test_two_follow_ups_of_one_problem_and_another_text_of_it_are_found() -> None:
    assert codes([PROBLEM], [opened(), opened(follow_up_id="F-2")]) == [("followup.twice", PROBLEM.id)]
    other = attrs.evolve(PROBLEM, finding="另有所述")
    assert codes([PROBLEM], [opened(other)]) == [("followup.other_text", PROBLEM.id)]


def test_what_is_overdue_and_what_waits_is_pointed_out() -> None:
    assert codes([PROBLEM], [opened()], on=date(2025, 8, 11)) == [("followup.overdue", "F-1")]
    assert codes([PROBLEM], [offered(opened())]) == [("followup.hand_over_waits", "F-1")]


@settings(max_examples=50, deadline=None)
@given(
    measures=st.lists(st.sampled_from(M), min_size=1, unique=True),
    taken=st.lists(st.sampled_from(M), unique=True),
    days=st.integers(0, 400),
)
def test_a_follow_up_cannot_be_closed_without_its_steps(
    measures: list[FollowUpMeasure], taken: list[FollowUpMeasure], days: int
) -> None:
    one = done(opened(measures=measures), *taken)
    on = date(2025, 6, 20) + timedelta(days=days)
    if set(measures) <= set(taken):
        assert closed(one, on).closure is not None
    else:
        with pytest.raises(LawError):
            closed(one, on)


def test_follow_ups_travel_as_json_and_have_a_digest_of_everything() -> None:
    one = closed(recheck(done(answered(offered(opened())), M.ORDER_AND_WATCH, on=date(2025, 6, 30)), _by_health()))
    again = from_json(to_json(one), FollowUp)
    assert again == one
    assert again.digest == one.digest != opened().digest
    assert repr(one) == f"<后续监管 F-1 {PROBLEM.id}：{HEALTH}，2025-07-31 办结>"


def _by_health() -> Result:
    return clean(on=date(2025, 7, 2), department=HEALTH, item_code="hygiene")


def test_a_responsibility_has_its_department_among_those_that_the_rule_leads_to() -> None:
    refused("3.3.6", lambda: Responsibility(department=EMERGENCY, rule=RULE.TRADE, claims=(HEALTH,)))
    assert responsibility_for(None, EMERGENCY).department == EMERGENCY


def test_a_correction_does_not_close_what_a_recheck_found_again_3_3_6() -> None:
    again = recheck(done(opened(), M.ORDER_AND_WATCH), inspected(on=date(2025, 7, 8)))
    with pytest.raises(LawError, match="复查未见问题"):
        closed(again, correction=corrected())


def test_a_follow_up_deals_with_no_problem_of_after_its_closing_nor_by_a_correction_that_does_not_stand() -> None:
    moot = closed(opened(), correction=corrected())
    assert codes([PROBLEM], [moot], on=CLOSED) == [("followup.missing", PROBLEM.id)]
    early = closed(done(opened(), M.ORDER_AND_WATCH))
    later = attrs.evolve(corrected(outcome=Outcome.PENDING_FOLLOW_UP), formed_on=CLOSED + timedelta(days=1))
    assert codes([PROBLEM, later], [early], on=later.formed_on) == [("followup.missing", later.id)]
    again = opened(later, follow_up_id="F-2", opened_on=later.formed_on)
    assert codes([PROBLEM, later], [early, again], on=later.formed_on) == []
