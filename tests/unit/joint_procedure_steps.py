"""A joint inspection's procedure for tests: synthetic units, and each step with the day it is usually taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_calls import AgendaItem, MeetingCall
from shuangsuiji.planning.conference_meetings import LiaisonMeeting, Meeting
from shuangsuiji.planning.conference_terms import AgendaKind, AttendanceKind, ConferenceRole, ResolutionOutcome
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_procedures import JointProcedure, draft_joint
from shuangsuiji.planning.joint_steps import Sitting
from shuangsuiji.planning.joint_terms import Answer, JointRoute, JointTrigger
from shuangsuiji.planning.minutes import Minutes, agree, copy_up, draw_up, file_minutes, issue, sign
from shuangsuiji.planning.resolutions import Resolution
from tests.unit import conference_days as days
from tests.unit.builders import made
from tests.unit.conference_days import CITY, HEALTH, POLICE, STAFFED, attending, march

TRADE, FIRE, OFFICE = "320481-SWJ", "320481-YJJ", "320481-SCJG"
PLAN = JointPlan(id="联合-07", initiator=TRADE, participants=(HEALTH, POLICE))
WIDER = JointPlan(id="联合-07", initiator=TRADE, participants=(HEALTH, POLICE, FIRE))
NARROWER = JointPlan(id="联合-07", initiator=TRADE, participants=(HEALTH,))
CONFERENCE: dict[str, Any] = {"route": JointRoute.CONFERENCE, "trigger": JointTrigger.RISK}
SECTOR: dict[str, Any] = {"route": JointRoute.SECTOR_AGREED, "sector": "合成行业"}
R = ConferenceRole

Do = Callable[[JointProcedure], JointProcedure]


def act(unit: str = TRADE, role: ConferenceRole = R.INDUSTRY_DEPARTMENT, day: int = 1, note: str = "") -> Act:
    return Act(unit=unit, role=role, on=march(day), document=f"合成〔2025〕{day}号", note=note)


def drafted(plan: JointPlan = PLAN, /, **changes: object) -> JointProcedure:
    by, conference = changes.pop("by", act()), changes.pop("conference", STAFFED)
    return draft_joint(plan, by, conference, **changes)  # type: ignore[arg-type]


def with_options(**options: object) -> JointProcedure:
    return drafted(options=ProcedureOptions(**options))  # type: ignore[arg-type]


def item(**changes: object) -> AgendaItem:
    given = {"id": "item-1", "kind": AgendaKind.JOINT_PLAN, "title": "合成联合抽查方案", "put_forward_by": TRADE}
    return made(AgendaItem, {**given, "subject": PLAN.id}, changes)


def partial(**changes: object) -> MeetingCall:
    given = {"agenda": (item(),), "convened": act(day=6), "called": (TRADE, HEALTH, POLICE)}
    return days.partial(**{**given, **changes})


def plenary(**changes: object) -> MeetingCall:
    return days.plenary(**{"agenda": (item(),), "convened": act(CITY, R.CONVENER, 6), **changes})


def own(put_forward_by: str = OFFICE) -> MeetingCall:
    """Return the call of a meeting on an inspection of the conference itself."""
    mine = item(kind=AgendaKind.CONFERENCE_INSPECTION, put_forward_by=put_forward_by)
    return partial(agenda=(mine,), convened=act(CITY, R.CONVENER, 6))


def prepared(call: MeetingCall | None = None, **changes: object) -> LiaisonMeeting:
    given = {"organised": act(OFFICE, R.OFFICE, 5), "held_on": march(5), "attending": (HEALTH,)}
    return days.liaison_meeting(call or partial(), **{**given, **changes})


def meeting(call: MeetingCall | None = None, *units: str, guests: tuple[str, ...] = (), day: int = 7) -> Meeting:
    """Return the meeting of a call that these units attended, or else whoever was called, and these guests."""
    call = call or partial()
    chaired = act(days.CITY_OFFICE, R.VICE_CONVENER, day)
    there = attending(*(units or call.called)) + attending(*guests, kind=AttendanceKind.INVITED_DEPARTMENT)
    return Meeting(call=call, liaison_meeting=prepared(call), chaired=chaired, attendances=there)


def sitting(held: Meeting | None = None, /, **changes: object) -> Sitting:
    given: Mapping[str, object] = {"meeting": held or meeting(), "item_id": "item-1"}
    return made(Sitting, {**given, "outcome": ResolutionOutcome.ADOPTED}, changes)


def drawn_up(given: Sitting | None = None, **changes: object) -> Minutes:
    """Return the draft of the minutes of a sitting, on its item with its outcome."""
    given = given or sitting()
    matter = Resolution(item_id=given.item_id, outcome=given.outcome, wording="合成意见")
    convened = given.meeting.call.convened
    matters, by = (matter,), act(convened.unit, convened.role, 8)
    return days.changed(draw_up(given.meeting, "纪要〔2025〕7号", matters, by), **changes)


def consented(minutes: Minutes) -> Minutes:
    for one in minutes.meeting.attendances:
        member = one.kind is AttendanceKind.MEMBER
        minutes = agree(minutes, act(one.who, R.MEMBER if member else R.INVITED_DEPARTMENT, 9))
    return minutes


def filed(minutes: Minutes) -> Minutes:
    return file_minutes(minutes, act(minutes.drafted.unit, minutes.drafted.role, 10))


def signed(minutes: Minutes) -> Minutes:
    return sign(minutes, act(CITY, R.CONVENER, 11))


def issued(minutes: Minutes) -> Minutes:
    return issue(minutes, act(OFFICE, R.OFFICE, 12))


def copied(minutes: Minutes) -> Minutes:
    return copy_up(minutes, act(OFFICE, R.OFFICE, 12))


def finished(minutes: Minutes | None = None) -> Minutes:
    return copied(issued(signed(filed(consented(minutes or drawn_up())))))


def replies(answer: Answer = Answer.AGREED, *departments: str) -> Do:
    def done(one: JointProcedure) -> JointProcedure:
        for department in departments or one.consultation.departments:
            one = one.reply(act(department, R.PARTICIPANT, 3), answer)
        return one

    return done


def answered(answer: Answer, one: JointProcedure, department: str = HEALTH) -> JointProcedure:
    """Return the procedure with this answer of one department, and agreement of the others."""
    one = consult(one)
    others = [unit for unit in one.consultation.departments if unit != department]
    return replies(answer, department)(replies(Answer.AGREED, *others)(one))


def consult(one: JointProcedure) -> JointProcedure:
    return one.consult(act(day=2))


def close(one: JointProcedure) -> JointProcedure:
    return one.close_consultation(act(day=4))


def call_for(one: JointProcedure) -> MeetingCall:
    return own(TRADE) if one.route is JointRoute.CONFERENCE else partial()


def liaise(one: JointProcedure) -> JointProcedure:
    return one.hold_liaison_meeting(prepared(call_for(one)))


def submit(one: JointProcedure) -> JointProcedure:
    return one.submit(act(day=6))


def hold(one: JointProcedure) -> JointProcedure:
    return one.hold_conference(sitting(meeting(call_for(one))))


def minute(one: JointProcedure) -> JointProcedure:
    return one.record_minutes(drawn_up(one.sitting))


def carry(take: Callable[[Minutes], Minutes]) -> Do:
    """Return the step that records the minutes with one more of theirs; it needs minutes to begin with."""
    return lambda one: one.record_minutes(take(one.minutes or drawn_up(one.sitting)))


WHOLE: tuple[Do, ...] = (
    consult, replies(Answer.AGREED, HEALTH, POLICE), close, liaise, submit, hold, minute,
    *map(carry, (consented, filed, signed, issued, copied)),
)  # fmt: skip


def after(number: int, one: JointProcedure | None = None) -> JointProcedure:
    """Return the procedure after the first ``number`` of the usual steps."""
    one = drafted() if one is None else one
    for do in WHOLE[:number]:
        one = do(one)
    return one


def held(one: JointProcedure | None = None, given: Sitting | None = None) -> JointProcedure:
    """Return a procedure that the conference has just discussed, in the meeting that the liaisons prepared for it."""
    given = given or sitting()
    one = one or submit(after(CONSULTED).hold_liaison_meeting(given.meeting.liaison_meeting))
    return one.hold_conference(given)


CONSULTING, ANSWERED, CONSULTED, LIAISED, SUBMITTED, DETERMINED = 1, 2, 3, 4, 5, 6
MINUTED, AGREED, FILED, SIGNED, ISSUED, EFFECTIVE = 7, 8, 9, 10, 11, 12
