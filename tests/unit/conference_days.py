"""A conference of synthetic days: acts, calls, meetings and minutes that are sound, with changes (联席会议样例)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast

import attrs
import pytest

from shuangsuiji.errors import LawError
from shuangsuiji.planning.conference import LIYANG_CONFERENCE, JointConference
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_calls import AgendaItem, MeetingCall
from shuangsuiji.planning.conference_changes import name_liaison
from shuangsuiji.planning.conference_meetings import Attendance, LiaisonMeeting, Meeting
from shuangsuiji.planning.conference_terms import (
    AgendaKind,
    AttendanceKind,
    ConferenceRole,
    MeetingKind,
    ResolutionOutcome,
)
from shuangsuiji.planning.minutes import Minutes, agree, copy_up, draw_up, file_minutes, issue, sign
from shuangsuiji.planning.resolutions import AssignedDuty, Resolution
from shuangsuiji.values import ClauseRef
from tests.unit.builders import made

ROLE = ConferenceRole
CITY, CITY_OFFICE, MARKET = "320481-ZF", "320481-ZFB", "320481-SCJG"
HEALTH, POLICE, CUSTOMS, STATISTICS = "320481-WJW", "320481-GAJ", "320481-HG", "320481-TJJ"


T_ = TypeVar("T_", bound=attrs.AttrsInstance)


def refused(clause_id: str, call: Callable[[], object]) -> None:
    """Expect a call to break this clause."""
    with pytest.raises(LawError) as caught:
        call()
    clause = caught.value.params["clause"]
    assert isinstance(clause, ClauseRef)
    assert clause.clause == clause_id


def changed(value: T_, **changes: object) -> T_:
    """Return a value with changes that a type checker would not let through."""
    evolve: Callable[..., Any] = attrs.evolve
    return cast("T_", evolve(value, **changes))


def march(day: int) -> date:
    return date(2025, 3, day)


def act(unit: str, role: ConferenceRole, day: int = 3, document: str = "合成〔2025〕1号") -> Act:
    return Act(unit=unit, role=role, on=march(day), document=document)


def member(unit: str, day: int = 3) -> Act:
    return act(unit, ROLE.MEMBER, day)


def office(day: int = 3) -> Act:
    return act(MARKET, ROLE.OFFICE, day)


def convener(day: int = 3) -> Act:
    return act(CITY, ROLE.CONVENER, day)


def with_liaisons(conference: JointConference = LIYANG_CONFERENCE) -> JointConference:
    for unit in conference.members_on(march(1)):
        conference = name_liaison(conference, member(unit, 1), "综合科")
    return conference


STAFFED = with_liaisons()
MEMBERS = STAFFED.members_on(march(1))


def item(**changes: object) -> AgendaItem:
    given = {"id": "item-1", "kind": AgendaKind.DIFFICULTIES, "title": "合成议题", "put_forward_by": MARKET}
    return made(AgendaItem, given, changes)


JOINT_ITEM = item(id="item-2", kind=AgendaKind.JOINT_PLAN, put_forward_by=HEALTH, subject="联合-01")


def plenary(**changes: object) -> MeetingCall:
    given = {"id": "m-1", "conference": STAFFED, "kind": MeetingKind.PLENARY, "agenda": (item(),)}
    return made(MeetingCall, {**given, "convened": convener(5), "called": MEMBERS}, changes)


def partial(**changes: object) -> MeetingCall:
    convened = act(HEALTH, ROLE.INDUSTRY_DEPARTMENT, 5)
    given = {"kind": MeetingKind.PARTIAL, "agenda": (JOINT_ITEM,), "convened": convened, "called": (HEALTH, POLICE)}
    return plenary(**{**given, **changes})


def liaison_meeting(call: MeetingCall, **changes: object) -> LiaisonMeeting:
    given = {"conference": call.conference, "meeting_id": call.id, "organised": office(6), "held_on": march(7)}
    topics = tuple(one.id for one in call.agenda)
    return made(LiaisonMeeting, {**given, "topics": topics, "attending": (HEALTH, POLICE)}, changes)


def attending(*units: str, kind: AttendanceKind = AttendanceKind.MEMBER) -> tuple[Attendance, ...]:
    return tuple(Attendance(who=unit, kind=kind) for unit in units)


def meeting(call: MeetingCall | None = None, **changes: object) -> Meeting:
    call = call or partial()
    given = {"call": call, "liaison_meeting": liaison_meeting(call), "chaired": convener(10)}
    return made(Meeting, {**given, "attendances": attending(*call.called)}, changes)


def duty(**changes: object) -> AssignedDuty:
    return made(AssignedDuty, {"id": "d-1", "unit": POLICE, "work": "报送合成材料", "due_on": march(25)}, changes)


def resolution(*duties: AssignedDuty, **changes: object) -> Resolution:
    given = {"item_id": JOINT_ITEM.id, "outcome": ResolutionOutcome.ADOPTED, "wording": "通过", "duties": duties}
    return made(Resolution, given, changes)


def draft(held: Meeting | None = None, *resolutions: Resolution) -> Minutes:
    held = held or meeting()
    convened = held.call.convened
    resolutions = resolutions or tuple(resolution(duty(), item_id=one.id) for one in held.agenda)
    return draw_up(held, "纪要〔2025〕1号", resolutions, act(convened.unit, convened.role, 11))


def agreed(minutes: Minutes) -> Minutes:
    for one in minutes.meeting.attendances:
        role = ROLE.MEMBER if one.kind is AttendanceKind.MEMBER else ROLE.INVITED_DEPARTMENT
        minutes = agree(minutes, act(one.who, role, 12)) if one.is_unit else minutes
    return minutes


def filed(minutes: Minutes) -> Minutes:
    return file_minutes(agreed(minutes), act(minutes.drafted.unit, minutes.drafted.role, 13))


def signed(minutes: Minutes) -> Minutes:
    return sign(filed(minutes), convener(14))


def in_force(minutes: Minutes | None = None) -> Minutes:
    return copy_up(issue(signed(minutes or draft()), office(15)), office(16))
