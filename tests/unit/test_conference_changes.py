"""Changes of the conference: joining by itself, proposed and confirmed by minutes, liaisons named."""

from __future__ import annotations

import attrs

from shuangsuiji.planning.conference import LIYANG_CONFERENCE
from shuangsuiji.planning.conference_changes import (
    confirm_change,
    join,
    name_liaison,
    propose_addition,
    propose_adjustment,
)
from shuangsuiji.planning.conference_seats import Membership
from shuangsuiji.planning.conference_terms import AgendaKind, ResolutionOutcome, SeatChangeKind
from shuangsuiji.planning.minutes import Minutes, issue
from tests.unit.conference_days import (
    CUSTOMS,
    POLICE,
    ROLE,
    STAFFED,
    STATISTICS,
    act,
    draft,
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

NEW = Membership(unit=STATISTICS, role=ROLE.MEMBER, post="分管负责人")
ADJUSTED = propose_adjustment(STAFFED, "c-1", member(POLICE), "分管负责人")
ADDED = propose_addition(STAFFED, "c-1", office(), NEW)


def about(subject: str = "c-1", outcome: ResolutionOutcome = ResolutionOutcome.ADOPTED) -> Minutes:
    agenda = (item(kind=AgendaKind.MEMBERSHIP, subject=subject),)
    return draft(meeting(plenary(agenda=agenda)), resolution(item_id="item-1", outcome=outcome))


def test_a_pending_seat_joins_without_a_decision_a2_3() -> None:
    after = join(LIYANG_CONFERENCE, act(CUSTOMS, ROLE.MEMBER, 9, "合成〔2025〕9号"))
    (change,) = after.history
    assert (change.kind, change.confirmed, change.effective_on) == (SeatChangeKind.JOINED, None, march(9))
    assert after.seats[-1].document == "合成〔2025〕9号"
    assert len(after.members_on(march(9))) == 17


def test_a_seat_joins_once_and_only_if_pending_a2_3() -> None:
    refused("A2.3", lambda: join(LIYANG_CONFERENCE, member(POLICE)))
    refused("A2.3", lambda: join(join(LIYANG_CONFERENCE, member(CUSTOMS)), member(CUSTOMS)))
    refused("A2.3", lambda: join(LIYANG_CONFERENCE, member(STATISTICS)))


def test_an_adjustment_is_put_forward_by_the_unit_and_confirmed_by_minutes_a2_4() -> None:
    after = confirm_change(STAFFED, ADJUSTED, in_force(about()))
    (change,) = after.history
    assert change.effective_on == march(16)
    assert change.confirmed is not None
    assert change.confirmed.document == "纪要〔2025〕1号"
    assert change.before in STAFFED.seats
    assert change.after in after.seats
    assert change.before in after.seats_on(march(15))


def test_a_unit_without_the_seat_proposes_no_adjustment_a2_4() -> None:
    refused("A2.4", lambda: propose_adjustment(STAFFED, "c-2", member(STATISTICS), "副局长"))
    refused("A2.4", lambda: propose_adjustment(STAFFED, "c-2", member(CUSTOMS), "副主任"))


def test_minutes_that_are_not_in_force_confirm_nothing_a4_3_1() -> None:
    refused("A4.3.1", lambda: confirm_change(STAFFED, ADJUSTED, issue(signed(about()), office(15))))


def test_minutes_confirm_only_the_change_that_they_adopt_a2_4() -> None:
    refused("A2.4", lambda: confirm_change(STAFFED, ADJUSTED, in_force(about("c-9"))))
    refused("A2.4", lambda: confirm_change(STAFFED, ADJUSTED, in_force(about(outcome=ResolutionOutcome.REJECTED))))
    other = attrs.evolve(STAFFED, id="320400-LXHY")
    refused("A2.4", lambda: confirm_change(other, ADJUSTED, in_force(about())))


def test_a_change_is_confirmed_once_a2_4() -> None:
    after = confirm_change(STAFFED, ADJUSTED, in_force(about()))
    refused("A2.4", lambda: confirm_change(after, after.history[0], in_force(about())))


def test_a_proposal_that_has_grown_stale_is_refused_a2_4() -> None:
    after = confirm_change(STAFFED, ADJUSTED, in_force(about()))
    stale = attrs.evolve(ADJUSTED, id="c-2")
    refused("A2.4", lambda: confirm_change(after, stale, in_force(about("c-2"))))


def test_a_further_department_is_taken_in_by_minutes_a2_5() -> None:
    after = confirm_change(STAFFED, ADDED, in_force(about()))
    assert STATISTICS not in after.members_on(march(15))
    assert STATISTICS in after.members_on(march(16))


def test_a_member_is_not_added_again_nor_by_a_stranger_a2_5() -> None:
    refused("A2.5", lambda: propose_addition(STAFFED, "c-2", office(), attrs.evolve(NEW, unit=POLICE)))
    refused("A2.5", lambda: propose_addition(STAFFED, "c-2", member(STATISTICS), NEW))


def test_a_joining_seat_needs_no_minutes_a2_3() -> None:
    change = join(STAFFED, member(CUSTOMS)).history[0]
    refused("A2.3", lambda: confirm_change(STAFFED, change, in_force(about())))


def test_the_last_liaison_named_holds_and_those_before_stay_on_record_a3_2() -> None:
    after = name_liaison(STAFFED, member(POLICE, 9), "治安科")
    sections = [liaison.section for liaison in after.liaisons if liaison.unit == POLICE]
    assert sections == ["综合科", "治安科"]
    found = [after.liaison_of(POLICE, march(day)) for day in (8, 9)]
    assert [one.section for one in found if one] == ["综合科", "治安科"]


def test_a_liaison_is_not_named_for_an_earlier_day_nor_by_a_stranger_a3_2() -> None:
    after = name_liaison(STAFFED, member(POLICE, 9), "治安科")
    refused("A3.2", lambda: name_liaison(after, member(POLICE, 8), "法制科"))
    refused("A3.2", lambda: name_liaison(STAFFED, member(STATISTICS), "综合科"))
