"""A staffed conference, and joint plans that went the whole way through it; all of it invented (合成联席会议)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from shuangsuiji.planning import (
    LIYANG_CONFERENCE,
    Act,
    AgendaItem,
    AgendaKind,
    Answer,
    Attendance,
    AttendanceKind,
    ConferenceRole,
    JointConference,
    JointPlan,
    JointProcedure,
    JointRoute,
    JointTrigger,
    LiaisonMeeting,
    Meeting,
    MeetingCall,
    MeetingKind,
    Minutes,
    ProcedureOptions,
    Resolution,
    ResolutionOutcome,
    Sitting,
    agree,
    copy_up,
    draft_joint,
    draw_up,
    file_minutes,
    issue,
    name_liaison,
    sign,
)

__all__ = ["effective_procedure", "effective_procedures", "staffed_conference"]

_ROLE = ConferenceRole
_ADOPTED = ResolutionOutcome.ADOPTED
# Days after the drafting on which each step is taken.
_ASKED, _ANSWERED, _CLOSED, _LIAISED, _SUBMITTED, _HELD, _MINUTED, _AGREED, _FILED, _SIGNED, _ISSUED = range(1, 12)


def staffed_conference(on: date) -> JointConference:
    """Return the conference of Liyang with a liaison for every member unit (有联络员的联席会议).

    Args:
        on: the day on which all of them are named.

    """
    conference = LIYANG_CONFERENCE
    for unit in conference.units:
        conference = name_liaison(conference, _act(unit, _ROLE.MEMBER, on), "综合科")
    return conference


def effective_procedure(  # noqa: PLR0913 - what a procedure begins with
    plan: JointPlan,
    drafted_on: date,
    *,
    route: JointRoute = JointRoute.LEAD_DEPARTMENT,
    trigger: JointTrigger | None = None,
    sector: str | None = None,
    required: Sequence[str] = (),
    options: ProcedureOptions | None = None,
    conference: JointConference | None = None,
) -> JointProcedure:
    """Return a plan that is effective eleven days after it was drafted, a step a day (已生效的联合抽查程序).

    Every participant agrees, and everybody attends. Departments that are no members of the conference are invited. The
    meeting is convened by the department that leads where the annex says so, else it is a plenary one of the convener.

    Args:
        plan: its members may be any units.
        drafted_on: the first day.
        route: as for ``draft_joint``, and so are the arguments after it.
        trigger: for the route CONFERENCE.
        sector: for the route SECTOR_AGREED.
        required: departments that take part by 3.2.8.
        options: readings of what the annex leaves open.
        conference: one with liaisons; None for ``staffed_conference`` of the first day.

    """
    lead = _act(plan.initiator, _ROLE.INDUSTRY_DEPARTMENT, drafted_on, "合成说明")
    begun = draft_joint(
        plan,
        lead,
        conference or staffed_conference(drafted_on),
        route=route,
        trigger=trigger,
        sector=sector,
        required=required,
        options=options,
    )
    return _decide((begun,), drafted_on)[0]


def effective_procedures(plans: Sequence[JointPlan], drafted_on: date) -> tuple[JointProcedure, ...]:
    """Return plans that one meeting decided on and one set of minutes made effective (一次会议议定的联合抽查程序).

    Args:
        plans: each id once, at least one.
        drafted_on: the first day; the plans are effective eleven days later.

    """
    conference = staffed_conference(drafted_on)
    begun = tuple(
        draft_joint(plan, _act(plan.initiator, _ROLE.INDUSTRY_DEPARTMENT, drafted_on), conference) for plan in plans
    )
    return _decide(begun, drafted_on)


def _act(unit: str, role: ConferenceRole, on: date, note: str = "") -> Act:
    return Act(unit=unit, role=role, on=on, document=f"合成〔{on.year}〕{on:%m%d}号", note=note)


def _lead(one: JointProcedure, on: date) -> Act:
    return _act(one.plan.initiator, _ROLE.INDUSTRY_DEPARTMENT, on)


def _decide(begun: tuple[JointProcedure, ...], first: date) -> tuple[JointProcedure, ...]:
    meeting = _meeting(begun, first)
    submitted_on = first + timedelta(_SUBMITTED)
    held: list[JointProcedure] = []
    for one, item in zip((_consult(one, first) for one in begun), meeting.agenda, strict=True):
        submitted = one.hold_liaison_meeting(meeting.liaison_meeting).submit(_lead(one, submitted_on))
        held.append(submitted.hold_conference(Sitting(meeting=meeting, item_id=item.id, outcome=_ADOPTED)))
    minutes = _minutes(meeting, first, tuple(unit for one in begun for unit in one.plan.members))
    return tuple(one.record_minutes(minutes) for one in held)


def _consult(one: JointProcedure, first: date) -> JointProcedure:
    asked, answered, closed = (first + timedelta(days) for days in (_ASKED, _ANSWERED, _CLOSED))
    one = one.consult(_lead(one, asked), reply_by=answered)
    for unit in one.plan.participants:
        one = one.reply(_act(unit, _ROLE.PARTICIPANT, answered), Answer.AGREED)
    return one.close_consultation(_lead(one, closed))


def _meeting(begun: tuple[JointProcedure, ...], first: date) -> Meeting:
    conference, held_on = begun[0].conference, first + timedelta(_HELD)
    call = _call(begun, first)
    liaison_meeting = LiaisonMeeting(
        conference=conference,
        meeting_id=call.id,
        organised=_act(conference.office, _ROLE.OFFICE, first + timedelta(_CLOSED)),
        held_on=first + timedelta(_LIAISED),
        topics=tuple(item.id for item in call.agenda),
        attending=call.called,
    )
    guests = dict.fromkeys(unit for one in begun for unit in one.plan.members if unit not in call.called)
    members, invited = AttendanceKind.MEMBER, AttendanceKind.INVITED_DEPARTMENT
    attendances = [Attendance(who=unit, kind=members) for unit in call.called]
    attendances += [Attendance(who=unit, kind=invited) for unit in guests]
    chaired = _convener(conference, held_on)
    return Meeting(call=call, liaison_meeting=liaison_meeting, chaired=chaired, attendances=tuple(attendances))


def _call(begun: tuple[JointProcedure, ...], first: date) -> MeetingCall:
    conference, on = begun[0].conference, first + timedelta(_SUBMITTED)
    members = conference.members_on(on)
    concerned = {unit for one in begun for unit in one.plan.members}
    some = tuple(unit for unit in members if unit in concerned)
    leads = {one.plan.initiator if one.route is not JointRoute.CONFERENCE else "" for one in begun}
    partial = len(leads) == 1 and leads <= set(some) and some != members
    return MeetingCall(
        id=f"meeting-{first:%Y%m%d}",
        conference=conference,
        kind=MeetingKind.PARTIAL if partial else MeetingKind.PLENARY,
        agenda=tuple(_item(one, number) for number, one in enumerate(begun, 1)),
        convened=_lead(begun[0], on) if partial else _convener(conference, on),
        called=some if partial else members,
    )


def _item(one: JointProcedure, number: int) -> AgendaItem:
    own = one.route is JointRoute.CONFERENCE
    return AgendaItem(
        id=f"item-{number}",
        kind=AgendaKind.CONFERENCE_INSPECTION if own else AgendaKind.JOINT_PLAN,
        title=f"联合抽查方案 {one.plan.id}",
        put_forward_by=one.plan.initiator,
        subject=one.plan.id,
    )


def _convener(conference: JointConference, on: date) -> Act:
    unit = next(seat.unit for seat in conference.seats_on(on) if seat.role is _ROLE.CONVENER)
    return _act(unit, _ROLE.CONVENER, on)


def _minutes(meeting: Meeting, first: date, units: tuple[str, ...]) -> Minutes:
    minuted, agreed, filed, signed, issued = (first + timedelta(days) for days in range(_MINUTED, _ISSUED + 1))
    convened, conference = meeting.call.convened, meeting.conference
    resolutions = tuple(Resolution(item_id=item.id, outcome=_ADOPTED, wording="同意") for item in meeting.agenda)
    drawn_up = _act(convened.unit, convened.role, minuted)
    minutes = draw_up(meeting, f"联席会议纪要〔{first.year}〕{first:%m%d}号", resolutions, drawn_up)
    for one in meeting.attendances:
        role = _ROLE.MEMBER if one.kind is AttendanceKind.MEMBER else _ROLE.INVITED_DEPARTMENT
        minutes = agree(minutes, _act(one.who, role, agreed))
    minutes = file_minutes(minutes, _act(convened.unit, convened.role, filed))
    minutes = sign(minutes, _convener(conference, signed))
    office = _act(conference.office, _ROLE.OFFICE, issued)
    to = tuple(dict.fromkeys((*minutes.units_concerned, *units)))
    return copy_up(issue(minutes, office, to), office)
