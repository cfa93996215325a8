"""Meetings of the conference: the liaisons first, then the meeting, its chair, who attends: annex 四（一） (会议)."""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.planning.conference import JointConference
from shuangsuiji.planning.conference_acts import Act, against, check_days, check_each_once
from shuangsuiji.planning.conference_calls import AgendaItem, MeetingCall
from shuangsuiji.planning.conference_terms import AttendanceKind, ConferenceRole, MeetingKind
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.values import check_field, check_kind, check_name, texts

__all__ = ["Attendance", "LiaisonMeeting", "Meeting"]

_CHAIRS = (ConferenceRole.CONVENER, ConferenceRole.VICE_CONVENER)


@attrs.frozen(kw_only=True)
class LiaisonMeeting:
    """The meeting of the liaisons that comes first: A4.1.6 (联络员会议).

    Attributes:
        conference: the conference.
        meeting_id: the meeting of the conference that it prepares.
        organised: the act of the office.
        held_on: the day.
        topics: ids of the agenda items that it discussed.
        attending: units whose liaisons came.

    Raises:
        LawError: not organised by the office, or held before it was (A4.1.6), a unit without liaison (A3.2).
        InvalidValueError: a field of the wrong form.

    """

    conference: JointConference = attrs.field(repr=False)
    meeting_id: str
    organised: Act
    held_on: date
    topics: tuple[str, ...] = attrs.field(converter=texts)
    attending: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        check_name(self.meeting_id, "LiaisonMeeting.meeting_id")
        where = f"{self.meeting_id}.liaison_meeting"
        self.conference.check_actor(where, self.organised, (ConferenceRole.OFFICE,), "A4.1.6")
        check_day(self.held_on, f"{where}.held_on")
        check_days(where, (self.organised.on, self.held_on), "A4.1.6")
        check_each_once(where, self.topics, "A4.1.6")
        check_each_once(where, self.attending, "A4.1.6")
        if not self.attending:
            raise against(where, "须有联络员参加", "liaisons attend it", "", "A4.1.6")
        for unit in self.attending:
            if self.conference.liaison_of(unit, self.held_on) is None:
                raise against(where, "该单位未确定联络员", "the unit has named no liaison", unit, "A3.2")


@attrs.frozen(kw_only=True)
class Attendance:
    """Somebody who attends a meeting, and as what: A4.1.5 (与会).

    Attributes:
        who: id of the unit, or a reference of the expert, never a name.
        kind: MEMBER, INVITED_DEPARTMENT or INVITED_EXPERT.

    Raises:
        InvalidValueError: a field of the wrong form.

    """

    who: str
    kind: AttendanceKind

    def __attrs_post_init__(self) -> None:
        check_field(self.who, "Attendance.who")
        check_kind(self.kind, AttendanceKind, f"{self.who}.kind")

    @property
    def is_unit(self) -> bool:
        """Whether it is a unit: experts are heard, and agree to no minutes."""
        return self.kind is not AttendanceKind.INVITED_EXPERT


@attrs.frozen(kw_only=True)
class Meeting:
    """A meeting of the conference that took place: A4.1.1 (联席会议会议).

    The text sets no quorum, and none is asked for here; ``absent`` says who was called and did not come.

    Attributes:
        call: how it was called.
        liaison_meeting: the meeting of the liaisons that prepared it.
        chaired: the act of who chaired it; its day is that of the meeting.
        attendances: who attended.

    Raises:
        LawError: the chair is neither convener nor vice-convener (A4.1.1), no meeting of the liaisons before it, or one
            that left out an item (A4.1.6), a member not called or an invited unit that is a member (A4.1.5), or the
            department that convened it is absent (A4.1.3).
        InvalidValueError: a field of the wrong form.

    """

    call: MeetingCall
    liaison_meeting: LiaisonMeeting
    chaired: Act
    attendances: tuple[Attendance, ...]

    def __attrs_post_init__(self) -> None:
        check_kind(self.call, MeetingCall, "Meeting.call")
        self.conference.check_actor(f"{self.id}.chaired", self.chaired, _CHAIRS, "A4.1.1")
        check_days(f"{self.id}.chaired", (self.call.convened.on, self.chaired.on), "A4.1.1")
        self._check_prepared()
        self._check_attendances()

    def _check_prepared(self) -> None:
        field, first = f"{self.id}.liaison_meeting", self.liaison_meeting
        check_kind(first, LiaisonMeeting, field)
        if (first.meeting_id, first.conference.id) != (self.id, self.conference.id):
            zh, en = "须为本次会议召开的联络员会议", "is the meeting of the liaisons held for this meeting"
            raise against(field, zh, en, first.meeting_id, "A4.1.6")
        if first.held_on > self.held_on:
            zh, en = f"须在会议 {self.held_on} 召开前", f"comes before the meeting on {self.held_on}"
            raise against(field, zh, en, first.held_on, "A4.1.6")
        left_out = [item.id for item in self.agenda if item.id not in first.topics]
        if left_out:
            zh, en = "议题须先经联络员会议研究讨论", "the liaisons discuss every item first"
            raise against(field, zh, en, "、".join(left_out), "A4.1.6")

    def _check_attendances(self) -> None:
        field = f"{self.id}.attendances"
        check_each_once(field, (one.who for one in self.attendances), "A4.1.5")
        members = self.conference.members_on(self.held_on)
        for one in self.attendances:
            if one.kind is AttendanceKind.MEMBER and (one.who not in self.call.called or one.who not in members):
                zh, en = "未被召集的不以成员单位身份与会", "only units that are called attend as members"
                raise against(field, zh, en, one.who, "A4.1.5")
            invited = one.kind is AttendanceKind.INVITED_DEPARTMENT
            if invited and not self.conference.holds(one.who, ConferenceRole.INVITED_DEPARTMENT, self.held_on):
                zh, en = "邀请的是其他部门", "only departments other than members are invited"
                raise against(field, zh, en, one.who, "A4.1.5")
        if not any(one.kind is AttendanceKind.MEMBER for one in self.attendances):
            raise against(field, "须有成员单位与会", "member units attend", "", "A4.1.5")
        convened = self.call.convened
        if convened.role is ConferenceRole.INDUSTRY_DEPARTMENT and convened.unit in self.absent:
            zh, en = "召集部门须与会", "the department that convened attends"
            raise against(field, zh, en, convened.unit, "A4.1.3")

    @property
    def id(self) -> str:
        """The id of the meeting, that of its call."""
        return self.call.id

    @property
    def conference(self) -> JointConference:
        """The conference."""
        return self.call.conference

    @property
    def kind(self) -> MeetingKind:
        """PLENARY or PARTIAL."""
        return self.call.kind

    @property
    def agenda(self) -> tuple[AgendaItem, ...]:
        """The agenda of its call."""
        return self.call.agenda

    @property
    def held_on(self) -> date:
        """The day of the meeting."""
        return self.chaired.on

    @property
    def attending_units(self) -> tuple[str, ...]:
        """The units that attended, members and invited departments (与会单位)."""
        return tuple(one.who for one in self.attendances if one.is_unit)

    @property
    def absent(self) -> tuple[str, ...]:
        """The units that were called and did not come."""
        return tuple(unit for unit in self.call.called if unit not in self.attending_units)
