"""Meetings of the conference: the liaisons come first, who chairs, who attends."""

from __future__ import annotations

import pytest

from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_terms import AttendanceKind
from tests.unit.conference_days import (
    CITY_OFFICE,
    CUSTOMS,
    HEALTH,
    JOINT_ITEM,
    MARKET,
    POLICE,
    ROLE,
    STATISTICS,
    act,
    attending,
    convener,
    item,
    liaison_meeting,
    march,
    meeting,
    member,
    office,
    partial,
    plenary,
    refused,
)

EXPERT, INVITED = AttendanceKind.INVITED_EXPERT, AttendanceKind.INVITED_DEPARTMENT
BOTH = attending(HEALTH, POLICE)


@pytest.mark.parametrize(
    "chair",
    [convener(10), act(MARKET, ROLE.VICE_CONVENER, 10), act(CITY_OFFICE, ROLE.VICE_CONVENER, 10)],
    ids=str,
)
def test_the_convener_or_a_vice_convener_chairs_a4_1_1(chair: Act) -> None:
    held = meeting(chaired=chair)
    assert (held.id, held.held_on, held.absent) == ("m-1", march(10), ())


@pytest.mark.parametrize(
    "chair",
    [
        act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 10),
        member(POLICE, 10),
        office(10),
        act(POLICE, ROLE.VICE_CONVENER, 10),
        convener(4),
    ],
    ids=["industry department", "member", "office", "false vice-convener", "before the call"],
)
def test_nobody_else_chairs_a4_1_1(chair: Act) -> None:
    refused("A4.1.1", lambda: meeting(chaired=chair))


def test_the_liaison_meeting_is_organised_by_the_office_a4_1_6() -> None:
    refused("A4.1.6", lambda: liaison_meeting(partial(), organised=member(POLICE, 6)))
    refused("A4.1.6", lambda: liaison_meeting(partial(), organised=act(POLICE, ROLE.OFFICE, 6)))


def test_the_liaison_meeting_is_held_after_it_is_organised_with_liaisons_a4_1_6() -> None:
    refused("A4.1.6", lambda: liaison_meeting(partial(), held_on=march(5)))
    refused("A4.1.6", lambda: liaison_meeting(partial(), attending=()))


def test_who_has_no_liaison_sends_none_a3_2() -> None:
    refused("A3.2", lambda: liaison_meeting(partial(), attending=(HEALTH, CUSTOMS)))


def test_the_liaison_meeting_comes_first_a4_1_6() -> None:
    call = partial()
    refused("A4.1.6", lambda: meeting(call, liaison_meeting=liaison_meeting(call, held_on=march(11))))
    assert meeting(call, liaison_meeting=liaison_meeting(call, held_on=march(10))).held_on == march(10)


def test_the_liaison_meeting_is_that_of_this_meeting_and_leaves_no_item_out_a4_1_6() -> None:
    call = plenary(agenda=(item(), JOINT_ITEM))
    refused("A4.1.6", lambda: meeting(call, liaison_meeting=liaison_meeting(call, meeting_id="m-2")))
    refused("A4.1.6", lambda: meeting(call, liaison_meeting=liaison_meeting(call, topics=("item-1",))))


def test_other_departments_and_experts_may_be_invited_a4_1_5() -> None:
    guests = attending(STATISTICS, CUSTOMS, kind=INVITED) + attending("专家-01", kind=EXPERT)
    held = meeting(attendances=BOTH + guests)
    assert held.attending_units == (HEALTH, POLICE, STATISTICS, CUSTOMS)


def test_only_who_is_called_attends_as_member_and_only_others_are_invited_a4_1_5() -> None:
    refused("A4.1.5", lambda: meeting(attendances=BOTH + attending(MARKET)))
    refused("A4.1.5", lambda: meeting(attendances=BOTH + attending(MARKET, kind=INVITED)))
    refused("A4.1.5", lambda: meeting(attendances=BOTH + BOTH))
    refused("A4.1.5", lambda: meeting(attendances=attending(STATISTICS, kind=INVITED)))


def test_the_department_that_convened_attends_a4_1_3() -> None:
    refused("A4.1.3", lambda: meeting(attendances=attending(POLICE)))


def test_who_was_called_and_did_not_come_is_known_a4_1_5() -> None:
    assert meeting(attendances=attending(HEALTH)).absent == (POLICE,)
