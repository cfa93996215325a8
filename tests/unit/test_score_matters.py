"""Open matters on a scorecard: whose they are on the last day, and leads by whoever had them when the term ran out."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from shuangsuiji.inspection import FollowUp, FollowUpMeasure, LeadHandling, LeadStep, LeadStepKind
from shuangsuiji.inspection.following import answer_hand_over, carry_out, close_follow_up, hand_over, open_follow_up
from shuangsuiji.inspection.followup_parts import ResponsibilityRule
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.aftermath_days import inspected
from tests.unit.builders import AGENCY
from tests.unit.inspection_days import HEALTH
from tests.unit.lead_days import later_lead, lead, step, visit_step
from tests.unit.score_days import TERMS, basis, mark, marks

ASSIGNED, DISPOSED, CLOSED = LeadStepKind.ASSIGNED, LeadStepKind.DISPOSED, LeadStepKind.CLOSED
ORDER = FollowUpMeasure.ORDER_AND_WATCH


def opened(on: date = date(2025, 6, 11), /, id_: str = "F-1") -> FollowUp:
    return open_follow_up(
        inspected(), None, follow_up_id=id_, measures=(ORDER,), opened_on=on, document="合成监〔2025〕1号"
    )


def closed(one: FollowUp, on: date) -> FollowUp:
    done = carry_out(one, measure=ORDER, on=on, done="已改正并核实", document="合成监〔2025〕2号")
    return close_follow_up(done, on=on, done="已改正", document="合成监〔2025〕9号")


def handed(one: FollowUp, on: date) -> FollowUp:
    rule = ResponsibilityRule.TRADE
    offered = hand_over(one, to=HEALTH, rule=rule, reason="属行业主管", on=on, document="合成函〔2025〕1号")
    return answer_hand_over(offered, accepted=True, on=on, document="合成复〔2025〕1号")


def lead_step(kind: LeadStepKind, at: str, department: str = AGENCY) -> LeadStep:
    return step(kind, department=department, at=datetime.fromisoformat(f"2025-{at}+08:00"))


def handled(*steps: LeadStep) -> LeadHandling:
    return LeadHandling(lead=lead(), steps=steps)


def test_a_follow_up_is_open_until_it_is_closed_3_3_6() -> None:
    assert marks(basis(follow_ups=(opened(),))).open_follow_ups == 1
    made = basis(follow_ups=(closed(opened(), date(2025, 7, 1)),))
    assert (marks(made).open_follow_ups, mark(made, "closure")) == (0, (1, 1))


def test_what_is_open_within_its_term_counts_against_nobody_3_3_6() -> None:
    on_the_eve, on_the_day = date(2025, 8, 10), date(2025, 8, 11)
    assert mark(basis(follow_ups=(opened(),), last=on_the_eve), "closure") == (0, 0)
    assert mark(basis(follow_ups=(opened(),), last=on_the_day), "closure") == (0, 1)
    short = TimeLimit(number=10, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.3.6"))
    assert mark(basis(follow_ups=(opened(),), follow_up_term=short), "closure") == (0, 1)


def test_what_was_opened_or_closed_after_the_last_day_was_not_3_3_6() -> None:
    late = basis(follow_ups=(opened(date(2025, 9, 1)),), last=date(2025, 8, 31))
    assert (marks(late).open_follow_ups, mark(late, "closure")) == (0, (0, 0))
    still = basis(follow_ups=(closed(opened(), date(2025, 9, 1)),), last=date(2025, 8, 31))
    assert (marks(still).open_follow_ups, mark(still, "closure")) == (1, (0, 1))


def test_what_was_closed_before_the_period_is_no_matter_of_it_3_3_6() -> None:
    before = basis(first=date(2025, 7, 2), follow_ups=(closed(opened(), date(2025, 7, 1)),))
    assert mark(before, "closure") == (0, 0)
    both = (opened(), closed(opened(id_="F-2"), date(2025, 7, 1)))
    assert mark(basis(first=date(2025, 7, 1), last=date(2025, 8, 31), follow_ups=both), "closure") == (1, 2)


def test_a_follow_up_is_that_of_the_department_that_has_it_on_the_last_day_3_3_6() -> None:
    made = basis(follow_ups=(handed(opened(), date(2025, 6, 25)),), last=date(2025, 8, 31))
    assert (marks(made).open_follow_ups, mark(made, "closure")) == (0, (0, 0))
    assert (marks(made, HEALTH).open_follow_ups, mark(made, "closure", HEALTH)) == (1, (0, 1))
    before = basis(follow_ups=(handed(opened(), date(2025, 8, 1)),))
    assert (marks(before).open_follow_ups, marks(before, HEALTH).open_follow_ups) == (1, 0)
    done = basis(follow_ups=(closed(handed(opened(), date(2025, 6, 25)), date(2025, 7, 1)),))
    assert (mark(done, "closure"), mark(done, "closure", HEALTH)) == ((0, 0), (1, 1))


def test_a_lead_that_was_looked_into_in_time_is_in_time_3_4_1() -> None:
    assert mark(basis(leads=(handled(visit_step()),)), "response") == (1, 1)
    assert mark(basis(leads=(handled(lead_step(DISPOSED, "06-10T10:00")),)), "response") == (1, 1)
    assert mark(basis(leads=(handled(lead_step(DISPOSED, "06-11T10:00")),)), "response") == (0, 1)
    assert mark(basis(leads=(handled(),)), "response") == (0, 1)


def test_a_lead_counts_in_the_period_in_which_its_term_ends_3_4_1() -> None:
    lone = (handled(visit_step()),)
    assert mark(basis(leads=lone, last=date(2025, 6, 9)), "response") == (0, 0)
    assert mark(basis(leads=lone, last=date(2025, 6, 10)), "response") == (1, 1)
    assert mark(basis(leads=lone, first=date(2025, 6, 10)), "response") == (1, 1)
    assert mark(basis(leads=lone, first=date(2025, 6, 11)), "response") == (0, 0)


def test_who_had_a_lead_when_its_term_ran_out_answers_for_it_3_4_1() -> None:
    too_late = basis(leads=(handled(lead_step(ASSIGNED, "06-12T09:00", HEALTH)),))
    assert (mark(too_late, "response"), mark(too_late, "response", HEALTH)) == ((0, 1), (0, 0))
    at_once = basis(leads=(handled(lead_step(ASSIGNED, "06-09T16:00", HEALTH)),))
    assert (mark(at_once, "response"), mark(at_once, "response", HEALTH)) == ((0, 0), (0, 1))
    after_visit = basis(leads=(handled(visit_step(), lead_step(ASSIGNED, "06-10T12:00", HEALTH)),))
    assert (mark(after_visit, "response"), mark(after_visit, "response", HEALTH)) == ((1, 1), (0, 0))


def test_how_soon_is_a_parameter_3_4_1() -> None:
    week = TimeLimit(number=5, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.4.1"))
    assert mark(basis(leads=(handled(lead_step(DISPOSED, "06-11T10:00")),), response=week), "response") == (1, 1)


def test_a_term_that_is_not_firm_counts_in_neither_where_that_decides_3_4_1() -> None:
    unknown = china_calendar(last_announced=2024)
    received = lead(received_on=date(2025, 9, 30), received_at=None)
    terms = type(TERMS)(rules=TERMS.rules, calendar=unknown)
    disposed = step(DISPOSED, received, at=datetime.fromisoformat("2025-10-08T10:00:00+08:00"))
    due = unknown.deadline(received.received_on, basis().response)
    assert due.earliest is not None
    assert due.latest is not None
    assert due.earliest < date(2025, 10, 8) <= due.latest
    year = basis(leads=(LeadHandling(lead=received, steps=(disposed,)),), terms=terms, last=date(2025, 12, 31))
    assert mark(year, "response") == (0, 0)


@pytest.mark.parametrize(
    ("last", "open_"), [("2025-06-08", 0), ("2025-06-09", 1), ("2025-06-12", 1), ("2025-06-13", 0)]
)
def test_a_lead_is_open_from_its_receipt_until_it_is_closed_3_4_1(last: str, open_: int) -> None:
    one = handled(visit_step(), lead_step(DISPOSED, "06-11T10:00"), lead_step(CLOSED, "06-13T10:00"))
    assert marks(basis(leads=(one,), last=date.fromisoformat(last))).open_leads == open_


def test_an_open_lead_is_that_of_the_department_it_was_assigned_to_last_3_4_1() -> None:
    there = lead_step(ASSIGNED, "06-10T09:00", HEALTH)
    back = lead_step(ASSIGNED, "06-20T09:00", AGENCY)
    made = basis(leads=(handled(there, back),))
    assert (marks(made).open_leads, marks(made, HEALTH).open_leads) == (1, 0)
    between = basis(leads=(handled(there, back),), last=date(2025, 6, 19))
    assert (marks(between).open_leads, marks(between, HEALTH).open_leads) == (0, 1)


def test_leads_of_other_days_stand_side_by_side_3_4_1() -> None:
    made = basis(leads=(handled(visit_step()), LeadHandling(lead=later_lead(2)), LeadHandling(lead=later_lead(3, 30))))
    assert mark(made, "response") == (1, 3)
    assert mark(basis(leads=made.leads, last=date(2025, 6, 30)), "response") == (1, 2)
    assert marks(made).open_leads == 3
