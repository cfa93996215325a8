"""Who may convene and chair the conference that decides on a plan, and who must be there: 附件四 (会议要求)."""

from __future__ import annotations

from shuangsuiji.planning.conference_terms import MeetingKind
from shuangsuiji.planning.joint_states import JointState, refused
from shuangsuiji.planning.joint_steps import Sitting, Step
from shuangsuiji.planning.joint_terms import JointRole, JointRoute, Quorum

__all__ = ["check_sitting"]

_CHAIRS = (JointRole.CONVENER, JointRole.VICE_CONVENER)


def check_sitting(state: JointState, step: Step, sitting: Sitting) -> None:
    """Check convener, chair and attendance of a conference on a plan: A4.1.1 to A4.1.3, A4.2.3 (会议核对).

    Args:
        state: before the conference.
        step: the step; its actor and role are those of who convened.
        sitting: what happened.

    Raises:
        LawError: convened or chaired by somebody else, or too few there.

    """
    _check_convener(state, step, sitting)
    if sitting.chair not in _CHAIRS:
        zh, en = "会议由召集人或副召集人主持", "the convener or a vice-convener chairs"
        raise refused(state, zh, en, sitting.chair, "A4.1.1")
    _check_heard(state, sitting)
    _check_quorum(state, sitting)


def _check_convener(state: JointState, step: Step, sitting: Sitting) -> None:
    if sitting.kind is MeetingKind.PLENARY:
        if step.role not in _CHAIRS:
            zh, en = "全体成员单位会议由召集人或其委托的副召集人召集", "the convener or a delegate convenes a plenary"
            raise refused(state, zh, en, step.role, "A4.1.2")
        if step.role is JointRole.VICE_CONVENER and sitting.delegation is None:
            zh, en = "副召集人召集全体会议须有召集人委托", "a vice-convener convenes a plenary by delegation"
            raise refused(state, zh, en, sitting.delegation, "A4.1.2")
    elif state.route is not JointRoute.CONFERENCE and step.role is not JointRole.LEAD_DEPARTMENT:
        zh, en = "涉及部分成员单位的联合抽查由行业主管部门召集", "the lead department convenes a partial meeting"
        raise refused(state, zh, en, step.role, "A4.1.3")


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
