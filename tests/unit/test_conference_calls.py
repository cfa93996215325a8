"""Who may convene which meeting of the conference, and whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_calls import Delegation, MeetingCall, MeetingProposal
from shuangsuiji.planning.conference_terms import AgendaKind, MeetingKind
from tests.unit.builders import made
from tests.unit.conference_days import (
    CITY_OFFICE,
    CUSTOMS,
    HEALTH,
    JOINT_ITEM,
    MARKET,
    MEMBERS,
    POLICE,
    ROLE,
    STAFFED,
    STATISTICS,
    act,
    convener,
    item,
    march,
    member,
    office,
    partial,
    plenary,
    refused,
)

VICE = act(MARKET, ROLE.VICE_CONVENER, 5)
INDUSTRY = act(POLICE, ROLE.INDUSTRY_DEPARTMENT, 5)


def delegation(**changes: object) -> Delegation:
    return made(Delegation, {"to": MARKET, "granted": convener(4)}, changes)


def proposal(**changes: object) -> MeetingProposal:
    return made(MeetingProposal, {"conference": STAFFED, "proposed": member(POLICE, 4), "topic": "合成议题"}, changes)


@pytest.mark.parametrize("kind", list(AgendaKind))
def test_only_changes_and_joint_plans_name_a_subject_a1_2(kind: AgendaKind) -> None:
    assert item(kind=kind, subject="c-1" if kind.has_subject else "").kind is kind
    with pytest.raises(InvalidValueError):
        item(kind=kind, subject="" if kind.has_subject else "c-1")


def test_an_agenda_has_items_each_once_a1_2() -> None:
    with pytest.raises(InvalidValueError):
        plenary(agenda=())
    with pytest.raises(DuplicateError):
        plenary(agenda=(item(), item()))


def test_the_convener_convenes_a_plenary_meeting_a4_1_2() -> None:
    assert plenary().kind is MeetingKind.PLENARY


@pytest.mark.parametrize("through", [None, march(5)])
@pytest.mark.parametrize("meeting_id", ["", "m-1"])
def test_a_vice_convener_convenes_it_with_a_delegation_a4_1_2(meeting_id: str, through: object) -> None:
    assert plenary(convened=VICE, delegation=delegation(meeting_id=meeting_id, through=through)).convened is VICE


@pytest.mark.parametrize(
    "given",
    [
        None,
        delegation(to=CITY_OFFICE),
        delegation(meeting_id="m-2"),
        delegation(granted=convener(6)),
        delegation(granted=convener(3), through=march(4)),
        delegation(granted=act(CITY_OFFICE, ROLE.VICE_CONVENER, 4)),
        delegation(granted=act(MARKET, ROLE.CONVENER, 4)),
    ],
    ids=["none", "to another", "another meeting", "later", "ended", "not the convener's", "of a false convener"],
)
def test_without_a_delegation_that_covers_it_a_vice_convener_does_not_a4_1_2(given: Delegation | None) -> None:
    refused("A4.1.2", lambda: plenary(convened=VICE, delegation=given))


def test_a_delegation_does_not_end_before_it_is_granted_a4_1_2() -> None:
    refused("A4.1.2", lambda: delegation(through=march(3)))


@pytest.mark.parametrize("convened", [INDUSTRY, member(POLICE, 5), office(5), act(POLICE, ROLE.CONVENER, 5)], ids=str)
def test_nobody_else_convenes_a_plenary_meeting_a4_1_2(convened: Act) -> None:
    refused("A4.1.2", lambda: plenary(convened=convened))


def test_a_plenary_meeting_calls_every_active_member_a4_1_2() -> None:
    refused("A4.1.2", lambda: plenary(called=MEMBERS[1:]))


def test_a_meeting_of_every_member_is_no_partial_one_a4_1_2() -> None:
    refused("A4.1.2", lambda: partial(called=MEMBERS))


def test_the_industry_department_convenes_for_its_joint_inspection_a4_1_3() -> None:
    assert partial().convened.unit == HEALTH


@pytest.mark.parametrize(
    "call",
    [
        lambda: partial(convened=convener(5)),
        lambda: partial(convened=VICE),
        lambda: partial(convened=INDUSTRY),
        lambda: partial(convened=act(CUSTOMS, ROLE.INDUSTRY_DEPARTMENT, 5)),
        lambda: partial(agenda=(JOINT_ITEM, item())),
        lambda: partial(agenda=(item(),)),
        lambda: partial(called=(POLICE, MARKET)),
    ],
    ids=["convener", "vice", "of another", "pending", "more than it", "other work", "without itself"],
)
def test_such_a_meeting_is_convened_by_nobody_else_and_for_nothing_else_a4_1_3(call: Callable[[], MeetingCall]) -> None:
    refused("A4.1.3", call)


def test_a_joint_plan_may_come_to_a_plenary_meeting_a4_1_2() -> None:
    assert plenary(agenda=(JOINT_ITEM, item())).kind is MeetingKind.PLENARY


def test_a_member_proposes_a_plenary_meeting_a4_1_4() -> None:
    assert plenary(proposal=proposal()).proposal == proposal()


def test_a_proposal_is_a_members_before_the_call_for_a_plenary_meeting_a4_1_4() -> None:
    refused("A4.1.4", lambda: proposal(proposed=act(STATISTICS, ROLE.MEMBER, 4)))
    refused("A4.1.4", lambda: proposal(proposed=office(4)))
    refused("A4.1.4", lambda: partial(proposal=proposal()))
    refused("A4.1.4", lambda: plenary(proposal=proposal(proposed=member(POLICE, 6))))


@pytest.mark.parametrize("kind", [AgendaKind.DIFFICULTIES, AgendaKind.CONFERENCE_INSPECTION])
@pytest.mark.parametrize("convened", [convener(5), VICE], ids=str)
def test_particular_work_is_taken_up_by_some_of_the_members_a4_1_5(kind: AgendaKind, convened: Act) -> None:
    agenda = (item(kind=kind, subject="联合-02" if kind.has_subject else ""),)
    assert partial(agenda=agenda, convened=convened).called == (HEALTH, POLICE)


def test_only_members_are_called_each_once_a4_1_5() -> None:
    refused("A4.1.5", lambda: partial(called=()))
    refused("A4.1.5", lambda: partial(called=(HEALTH, STATISTICS)))
    refused("A4.1.5", lambda: partial(called=(HEALTH, CUSTOMS)))
    refused("A4.1.5", lambda: partial(called=(HEALTH, HEALTH)))
    refused("A4.1.5", lambda: partial(agenda=(item(),), convened=office(5)))
