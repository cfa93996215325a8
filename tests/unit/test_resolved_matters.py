"""Resolved matters: only through minutes, followed to the end, overdue where they are late."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_terms import MatterStatus, MinutesStep, ResolutionOutcome
from shuangsuiji.planning.minutes import issue
from shuangsuiji.planning.resolved_matters import (
    ReportToGovernment,
    ResolvedMatter,
    check_resolved_matters,
    complete,
    deliver,
    overdue,
    resolved_matters,
)
from tests.unit.conference_days import (
    HEALTH,
    JOINT_ITEM,
    MARKET,
    POLICE,
    ROLE,
    act,
    agreed,
    convener,
    draft,
    duty,
    filed,
    in_force,
    item,
    march,
    meeting,
    member,
    office,
    plenary,
    refused,
    resolution,
    signed,
)

TWO = draft(meeting(), resolution(duty(), duty(id="d-2", unit=HEALTH, due_on=march(20))))


def matter() -> ResolvedMatter:
    (found,) = resolved_matters(in_force(TWO))
    return found


def delivered() -> ResolvedMatter:
    return deliver(deliver(matter(), "d-1", member(POLICE, 18)), "d-2", member(HEALTH, 19))


def report(reported: Act) -> ReportToGovernment:
    return ReportToGovernment(meeting_id="m-1", item_id="item-1", reported=reported)


def test_a_matter_is_resolved_only_by_minutes_in_force_a4_3_1() -> None:
    for minutes in (draft(), agreed(draft()), filed(draft()), signed(draft()), issue(signed(draft()), office(15))):
        refused("A4.3.1", lambda minutes=minutes: resolved_matters(minutes))  # type: ignore[misc]
    assert [one.item_id for one in resolved_matters(in_force())] == [JOINT_ITEM.id]


def test_an_earlier_step_may_be_filed_as_the_reading_a4_3_1() -> None:
    (found,) = resolved_matters(signed(draft()), since=MinutesStep.SIGNED)
    assert found.since is MinutesStep.SIGNED
    refused("A4.3.1", lambda: resolved_matters(filed(draft()), since=MinutesStep.SIGNED))


def test_what_was_not_adopted_is_no_resolved_matter_a4_3_1() -> None:
    minutes = in_force(draft(meeting(), resolution(outcome=ResolutionOutcome.RETURNED)))
    assert resolved_matters(minutes) == ()
    refused("A4.3.1", lambda: ResolvedMatter(minutes=minutes, item_id=JOINT_ITEM.id))
    refused("A4.3.1", lambda: ResolvedMatter(minutes=minutes, item_id="item-9"))


def test_the_office_closes_a_matter_once_all_is_done_a3_1() -> None:
    done = complete(delivered(), office(21))
    assert [done.status_on(march(day)) for day in (20, 21)] == [MatterStatus.OPEN, MatterStatus.COMPLETED]


def test_nobody_closes_it_earlier_or_twice_or_instead_a3_1() -> None:
    refused("A3.1", lambda: complete(matter(), office(21)))
    refused("A3.1", lambda: complete(delivered(), office(18)))
    refused("A3.1", lambda: complete(delivered(), member(POLICE, 21)))
    refused("A3.1", lambda: complete(complete(delivered(), office(21)), office(22)))


def test_each_unit_hands_in_what_shows_its_own_duty_once_a5_1() -> None:
    assert delivered().open_duties == ()
    refused("A5.1", lambda: deliver(matter(), "d-1", member(HEALTH, 18)))
    refused("A5.1", lambda: deliver(matter(), "d-1", member(POLICE, 9)))
    refused("A5.1", lambda: deliver(delivered(), "d-1", member(POLICE, 20)))
    with pytest.raises(UnknownNameError):
        deliver(matter(), "d-9", member(POLICE, 18))


def test_overdue_duties_are_listed_the_latest_first_a5_1() -> None:
    found = overdue((matter(),), march(26))
    assert [(one.duty.id, one.duty.unit, one.days_late) for one in found] == [("d-2", HEALTH, 6), ("d-1", POLICE, 1)]
    assert found[0].minutes_id == "纪要〔2025〕1号"


def test_the_last_day_is_still_in_time_and_a_day_looks_at_what_was_there_a5_1() -> None:
    assert overdue((matter(),), march(20)) == ()
    late = deliver(matter(), "d-2", member(HEALTH, 22))
    assert [one.duty.id for one in overdue((late,), march(21))] == ["d-2"]
    assert overdue((late,), march(22)) == ()
    assert [late.status_on(march(day)) for day in (20, 21, 22)] == [
        MatterStatus.OPEN,
        MatterStatus.OVERDUE,
        MatterStatus.OPEN,
    ]


def test_a_check_returns_every_overdue_duty_a5_1() -> None:
    found = check_resolved_matters((matter(),), (), march(26))
    assert [(one.code, one.where) for one in found] == [("conference.overdue", HEALTH), ("conference.overdue", POLICE)]
    assert check_resolved_matters((delivered(),), (), march(26)) == ()


def test_a_matter_of_weight_is_reported_to_the_government_a4_1_7() -> None:
    held = meeting(plenary(agenda=(item(is_major=True),)))
    matters = resolved_matters(in_force(draft(held, resolution(item_id="item-1"))))
    for reports in ((), (report(office(27)),)):
        (found,) = check_resolved_matters(matters, reports, march(26))
        assert (found.code, found.clause and found.clause.clause) == ("conference.major", "A4.1.7")
    for who in (office(20), convener(20), act(MARKET, ROLE.VICE_CONVENER, 20)):
        assert check_resolved_matters(matters, (report(who),), march(26)) == ()


def test_a_member_does_not_report_past_the_conference_a4_1_7() -> None:
    refused("A4.1.7", lambda: report(member(POLICE, 20)))


def test_its_text_counts_what_is_open() -> None:
    assert repr(matter()) == "<议定事项 item-2 2/2 项任务未落实>"
