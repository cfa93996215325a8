"""The meetings through which a joint plan goes, and who must have been heard or be there: 附件四 (会议要求).

Who may organise, convene and chair a meeting is checked by the meeting itself; here stands what ties it to a plan.
"""

from __future__ import annotations

from shuangsuiji.planning.conference import JointConference
from shuangsuiji.planning.conference_meetings import LiaisonMeeting
from shuangsuiji.planning.conference_terms import AgendaKind
from shuangsuiji.planning.joint_states import JointState, refused
from shuangsuiji.planning.joint_steps import Sitting
from shuangsuiji.planning.joint_terms import JointRoute, Quorum

__all__ = ["check_prepared", "check_sitting"]

_NEVER_CHANGE = ("id", "name", "office", "government", "founding")


def check_prepared(state: JointState, meeting: LiaisonMeeting) -> None:
    """Check that a meeting of the liaisons prepares a meeting that is still to come: A4.1.6 (联络员会议核对).

    Raises:
        LawError: of another conference, without topics, or for a meeting that has discussed the plan already.

    """
    _check_conference(state, meeting.conference, "A4.1.6")
    if not meeting.topics:
        zh, en = "联络员会议须研究讨论议题", "the liaisons discuss the items of an agenda"
        raise refused(state, zh, en, meeting.meeting_id, "A4.1.6")
    if meeting.meeting_id in state.met:
        zh, en = "该会议已议过本方案，须另行召开会议", "this meeting has discussed the plan; another one is prepared"
        raise refused(state, zh, en, meeting.meeting_id, "A4.1.6")


def check_sitting(state: JointState, sitting: Sitting) -> None:
    """Check that a meeting of the conference may decide on a plan: A4.1.3, A4.1.6, A4.2.3 (会议核对).

    Args:
        state: before the meeting.
        sitting: what happened.

    Raises:
        LawError: of another conference, prepared by another meeting of the liaisons, no item on the plan or one of
            somebody else, a participant that was not heard, or too few there.

    """
    _check_conference(state, sitting.meeting.conference, "A4.2.3")
    if sitting.meeting.liaison_meeting != state.liaison_meeting:
        zh, en = "须为本方案联络员会议所筹备的会议", "is the meeting that the liaisons prepared for the plan"
        raise refused(state, zh, en, sitting.meeting.id, "A4.1.6")
    _check_item(state, sitting)
    _check_heard(state, sitting)
    _check_quorum(state, sitting)


def _check_conference(state: JointState, given: JointConference, clause_id: str) -> None:
    """Check that a conference is that of the procedure, as it was before or as it has become since."""
    ours = state.conference
    same = all(getattr(ours, name) == getattr(given, name) for name in _NEVER_CHANGE)
    if not same or not (_continues(ours, given) or _continues(given, ours)):
        zh, en = f"须为本程序的联席会议 {ours.id}", f"is a meeting of the conference of the procedure, {ours.id}"
        raise refused(state, zh, en, given.id, clause_id)


def _continues(later: JointConference, earlier: JointConference) -> bool:
    history, liaisons = later.history[: len(earlier.history)], later.liaisons[: len(earlier.liaisons)]
    return history == earlier.history and liaisons == earlier.liaisons


def _check_item(state: JointState, sitting: Sitting) -> None:
    own, clause = AgendaKind.JOINT_PLAN, "A4.2.3"
    if state.route is JointRoute.CONFERENCE:
        own, clause = AgendaKind.CONFERENCE_INSPECTION, "3.2.6"
    items = [item for item in sitting.meeting.agenda if (item.kind, item.subject) == (own, state.plan.id)]
    if items != [sitting.item]:
        zh = f"须为会议上唯一的以 {state.plan.id} 为所议对象的“{own}”议题"
        en = f"is the one item of kind {own.name} on the agenda whose subject is {state.plan.id}"
        raise refused(state, zh, en, f"{sitting.item.id} {sitting.item.kind} {sitting.item.subject}", clause)
    # In a partial meeting the unit that put an item forward convenes, so that it is the one that drafted the plan.
    if sitting.item.put_forward_by != state.submitted_by:
        zh, en = f"议题由提请的单位 {state.submitted_by} 提出", f"the item is put forward by {state.submitted_by}"
        raise refused(state, zh, en, sitting.item.put_forward_by, "A4.2.3")


def _check_heard(state: JointState, sitting: Sitting) -> None:
    """Check that each participant of what is decided was asked in writing, or sat at the table."""
    plan = state.plan if sitting.adopted is None else sitting.adopted
    unheard = tuple(
        unit
        for unit in plan.participants
        if unit not in state.consultation.departments and unit not in sitting.attending
    )
    if unheard:
        zh, en = "未书面征求意见的参与部门须到会", "a participant that was not asked in writing attends"
        raise refused(state, zh, en, unheard, "A4.2.2")


def _check_quorum(state: JointState, sitting: Sitting) -> None:
    members = state.plan.members
    there = {*sitting.attending, *state.consultation.answered}
    absent = tuple(unit for unit in members if unit not in there)
    few = bool(absent) if state.options.quorum is Quorum.ALL else 2 * len(absent) >= len(members)
    if state.options.quorum is not Quorum.NONE and few:
        zh, en = f"到会要求：{state.options.quorum}", f"quorum {state.options.quorum.name}: attend or answer in writing"
        raise refused(state, zh, en, absent, "A4.2.3")
