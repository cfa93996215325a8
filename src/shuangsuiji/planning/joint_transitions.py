"""What each step makes of a joint inspection's plan, and what it asks for beyond its place; 附件四 (方案流转)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import attrs

from shuangsuiji.planning.conference import check_inspecting
from shuangsuiji.planning.conference_meetings import LiaisonMeeting
from shuangsuiji.planning.conference_terms import ResolutionOutcome
from shuangsuiji.planning.consultations import Consultation, Opinion
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_sittings import check_prepared, check_sitting
from shuangsuiji.planning.joint_states import JointState, check_step, details_of, refused
from shuangsuiji.planning.joint_steps import Letter, Reply, Revision, Sitting, Step
from shuangsuiji.planning.joint_terms import JointAction, JointRoute, JointStage, JointTrigger
from shuangsuiji.values import check_field, check_kind

__all__ = ["advance", "check_route"]


def advance(state: JointState, step: Step) -> JointState:
    """Return what a step makes of a plan; the stage that the step itself states is not looked at (方案流转).

    Raises:
        LawError: the step may not be taken; the message names the clause.
        InvalidValueError: details that do not belong to the action.

    """
    check_step(state, step)
    return attrs.evolve(_MADE[step.action](state, step), last_on=step.act.on)


def check_route(state: JointState, trigger: JointTrigger | None, sector: str | None, note: str) -> None:
    """Check that a plan says of its route what that route asks for, and nothing else: 3.2.5, 3.2.6 (发起方式核对).

    Args:
        state: before the first step.
        trigger: on what the conference organises it.
        sector: the field that the departments determine.
        note: that of the drafting, which explains another trigger than those that the text lists.

    Raises:
        LawError: a trigger or a sector too many or missing, or OTHER without a word.

    """
    if trigger is not None:
        check_kind(trigger, JointTrigger, "JointProcedure.trigger")
    if (trigger is not None) != (state.route is JointRoute.CONFERENCE):
        zh = "联席会议组织的须写明依据，其他发起方式不写"
        en = "the conference's route names its trigger, no other does"
        raise refused(state, zh, en, trigger, "3.2.6")
    if trigger is JointTrigger.OTHER and not note:
        zh, en = "依据为其他情况的，拟定时须说明", "another trigger is explained in the note of the drafting"
        raise refused(state, zh, en, trigger, "3.2.6")
    if (sector is not None) != (state.route is JointRoute.SECTOR_AGREED):
        zh, en = "共同确定行业领域的须写明领域，其他发起方式不写", "the agreed route names its field, no other does"
        raise refused(state, zh, en, sector, "3.2.5")
    if sector is not None:
        check_field(sector, "JointProcedure.sector")


def _draft(state: JointState, _: Step) -> JointState:
    _check_plan(state, state.plan)
    return attrs.evolve(state, stage=JointStage.DRAFTED)


def _check_plan(state: JointState, plan: JointPlan) -> None:
    """Check a plan, or another version of it, against the one before, A1.1 and 3.2.8."""
    check_inspecting(state.conference, plan.members)
    if (plan.id, plan.initiator) != (state.plan.id, state.plan.initiator):
        zh = f"修改方案不得改变编号和牵头部门（{state.plan.id}，{state.plan.initiator}），须另行拟定"
        en = f"a version keeps the id and the lead department ({state.plan.id}, {state.plan.initiator})"
        raise refused(state, zh, en, (plan.id, plan.initiator), "A4.2.1")
    missing = tuple(unit for unit in state.required if unit not in plan.members)
    if missing:
        zh = "检查职能由市级统一实施的部门应当参加"
        en = "a department that holds a function for the whole city takes part"
        raise refused(state, zh, en, missing, "3.2.8")


def _consult(state: JointState, step: Step) -> JointState:
    letter = details_of(step, Letter)
    asked, participants = set(letter.to), state.plan.participants
    wrong = tuple(sorted(asked.symmetric_difference(participants)))
    if wrong:
        zh, en = "须书面征求每一参与部门的意见，且不发其他单位", "each participant is asked in writing, and nobody else"
        raise refused(state, zh, en, wrong, "A4.2.2")
    asking = _asked(state, step, letter.to, letter.reply_by)
    return attrs.evolve(state, stage=JointStage.CONSULTING, consultation=Consultation(opinions=asking))


def _asked(state: JointState, step: Step, units: Iterable[str], reply_by: date | None) -> tuple[Opinion, ...]:
    if not state.options.silence_blocks and (reply_by is None or reply_by < step.act.on):
        zh = "不以未回复阻断程序的，征求意见函须写明不早于发函日的回复日期"
        en = "where silence does not block, the letter names a day for replies, not before its own"
        raise refused(state, zh, en, reply_by, "A4.2.2")
    on, document = step.act.on, step.act.document
    return tuple(
        Opinion(department=unit, version=state.version, asked_on=on, request=document, reply_by=reply_by)
        for unit in units
    )


def _reply(state: JointState, step: Step) -> JointState:
    answer = details_of(step, Reply).answer
    act = step.act
    given = state.consultation.answering(act.unit, answer, act.on, act.document, act.note)
    return attrs.evolve(state, consultation=given)


def _revise(state: JointState, step: Step) -> JointState:
    revision = details_of(step, Revision)
    plan = revision.plan
    _check_plan(state, plan)
    strangers = tuple(unit for unit in revision.changed if unit not in plan.participants)
    if strangers:
        zh, en = "职责有变的须为参与部门", "a department whose part changed takes part"
        raise refused(state, zh, en, strangers, "A4.2.1")
    revised = attrs.evolve(state, plan=plan, version=state.version + 1)
    if state.stage is JointStage.DRAFTED:  # nobody was asked in this round, and everybody will be
        return revised
    kept = state.consultation.among(plan.participants)
    again = [unit for unit in plan.participants if unit in revision.changed or unit not in kept.departments]
    if not again:
        return attrs.evolve(revised, consultation=kept)
    asking = kept.asking(_asked(revised, step, again, revision.reply_by))
    return attrs.evolve(revised, stage=JointStage.CONSULTING, consultation=asking)


def _close(state: JointState, step: Step) -> JointState:
    heard, options = state.consultation, state.options
    waiting = heard.pending if options.silence_blocks else heard.without_silence(step.act.on)
    if waiting:
        zh, en = (
            "尚有参与部门未回复，条文未以沉默为同意",
            "a participant has not answered; silence is not said to consent",
        )
        raise refused(state, zh, en, waiting, "A4.2.2")
    if state.route is JointRoute.SECTOR_AGREED and not options.sector_objections_may_go_on:
        apart = heard.objections + heard.pending
        if apart:
            zh, en = (
                "行业领域由相关部门共同确定，须各部门同意",
                "the departments determine the field jointly: all agree",
            )
            raise refused(state, zh, en, apart, "3.2.5")
    elif heard.objections and not options.objections_may_go_on:
        zh, en = "有参与部门不同意，须先修改方案", "a participant objects; the plan is revised first"
        raise refused(state, zh, en, heard.objections, "A4.2.2")
    return attrs.evolve(state, stage=JointStage.CONSULTED)


def _liaise(state: JointState, step: Step) -> JointState:
    meeting = details_of(step, LiaisonMeeting)
    check_prepared(state, meeting)
    return attrs.evolve(state, stage=JointStage.LIAISED, liaison_meeting=meeting)


def _submit(state: JointState, step: Step) -> JointState:
    return attrs.evolve(state, stage=JointStage.SUBMITTED, submitted_by=step.act.unit)


def _hold(state: JointState, step: Step) -> JointState:
    sitting = details_of(step, Sitting)
    plan = state.plan if sitting.adopted is None else sitting.adopted
    _check_plan(state, plan)
    check_sitting(state, sitting)
    held = attrs.evolve(state, sitting=sitting, met=(*state.met, sitting.meeting.id))
    match sitting.outcome:
        case ResolutionOutcome.ADOPTED:
            return attrs.evolve(held, stage=JointStage.DETERMINED)
        case ResolutionOutcome.ADOPTED_WITH_CHANGES:
            return attrs.evolve(held, stage=JointStage.DETERMINED, plan=plan, version=state.version + 1)
        case ResolutionOutcome.RETURNED:  # another round: whoever was asked is asked again
            return attrs.evolve(held, stage=JointStage.DRAFTED, consultation=Consultation())
        case ResolutionOutcome.REJECTED:
            return attrs.evolve(held, stage=JointStage.REJECTED)


def _withdraw(state: JointState, step: Step) -> JointState:
    if not step.act.note:
        zh, en = "撤回方案须写明理由", "a plan is withdrawn with a reason"
        raise refused(state, zh, en, step.act.document, "A4.2.1")
    return attrs.evolve(state, stage=JointStage.WITHDRAWN)


_MADE: dict[JointAction, Callable[[JointState, Step], JointState]] = {
    JointAction.DRAFT: _draft,
    JointAction.CONSULT: _consult,
    JointAction.REPLY: _reply,
    JointAction.REVISE: _revise,
    JointAction.CLOSE_CONSULTATION: _close,
    JointAction.HOLD_LIAISON_MEETING: _liaise,
    JointAction.SUBMIT: _submit,
    JointAction.HOLD_CONFERENCE: _hold,
    JointAction.WITHDRAW: _withdraw,
}
