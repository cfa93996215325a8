"""Where a joint inspection's plan stands, and the rules that every step meets; reference: 附件四 (方案状态)."""

from __future__ import annotations

from datetime import date
from types import NoneType
from typing import TypeVar, cast

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.planning.conference import JointConference
from shuangsuiji.planning.conference_acts import Act, against
from shuangsuiji.planning.conference_meetings import LiaisonMeeting
from shuangsuiji.planning.conference_terms import ConferenceRole
from shuangsuiji.planning.consultations import Consultation
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_steps import Letter, Reply, Revision, Sitting, Step
from shuangsuiji.planning.joint_terms import JointAction, JointRoute, JointStage
from shuangsuiji.values import check_kind

__all__ = ["JointState", "Move", "check_step", "details_of", "move_of", "refused"]

_D = TypeVar("_D")


@attrs.frozen(kw_only=True)
class JointState:
    """What the steps taken so far come to (方案状态).

    Attributes:
        plan: the plan as it now stands.
        route: how it came about.
        conference: the joint conference, which says who holds a role in it on a day.
        options: the readings in force.
        required: departments that take part by 3.2.8.
        version: 1, 2, 3 …
        stage: the stage reached, None before the plan is drafted.
        last_on: day of the last step, None before the first.
        consultation: the round of opinions.
        liaison_meeting: the last meeting of the liaisons that discussed the plan, None for none.
        submitted_by: id of the unit that last asked for the conference, None for none.
        sitting: the conference that last discussed the plan, None for none.
        met: ids of all meetings of the conference that discussed it.

    """

    plan: JointPlan
    route: JointRoute
    conference: JointConference
    options: ProcedureOptions
    required: tuple[str, ...] = ()
    version: int = 1
    stage: JointStage | None = None
    last_on: date | None = None
    consultation: Consultation = attrs.field(factory=Consultation)
    liaison_meeting: LiaisonMeeting | None = None
    submitted_by: str | None = None
    sitting: Sitting | None = None
    met: tuple[str, ...] = ()

    @property
    def attendance_suffices(self) -> bool:
        """Whether the conference's own route may do without a consultation: the opinions are then heard there."""
        return self.route is JointRoute.CONFERENCE and self.options.consultation_may_be_replaced_by_attendance

    def admits(self, act: Act) -> bool:
        """Tell whether the unit of an act holds its role: by the plan, or by the conference on the day of the act."""
        match act.role:
            case ConferenceRole.INDUSTRY_DEPARTMENT:
                return act.unit == self.plan.initiator
            case ConferenceRole.PARTICIPANT:
                return act.unit in self.consultation.departments
            case _:
                return self.conference.holds(act.unit, act.role, act.on)


@attrs.frozen
class Move:
    """From which stages an action is taken, by whom, under which clause (程序规则).

    Attributes:
        stages: the stages; none for the first action.
        roles: the roles.
        clause: id of the clause.
        details: class of what a step says beyond its act.

    """

    stages: tuple[JointStage, ...]
    roles: tuple[ConferenceRole, ...]
    clause: str
    details: type = NoneType


_S, _R = JointStage, ConferenceRole
_LEAD, _OFFICE, _CHAIRS = (_R.INDUSTRY_DEPARTMENT,), (_R.OFFICE,), (_R.CONVENER, _R.VICE_CONVENER)
_ALIVE = tuple(stage for stage in JointStage if not stage.is_final)
_MOVES = {
    JointAction.DRAFT: Move((), _LEAD, "A4.2.1"),
    JointAction.CONSULT: Move((_S.DRAFTED,), _LEAD, "A4.2.2", Letter),
    JointAction.REPLY: Move((_S.CONSULTING,), (_R.PARTICIPANT,), "A4.2.2", Reply),
    JointAction.REVISE: Move((_S.DRAFTED, _S.CONSULTING, _S.CONSULTED), _LEAD, "A4.2.1", Revision),
    JointAction.CLOSE_CONSULTATION: Move((_S.CONSULTING,), _LEAD, "A4.2.2"),
    JointAction.HOLD_LIAISON_MEETING: Move((_S.CONSULTED,), _OFFICE, "A4.1.6", LiaisonMeeting),
    JointAction.SUBMIT: Move((_S.LIAISED,), _LEAD, "A4.2.3"),
    JointAction.HOLD_CONFERENCE: Move((_S.SUBMITTED,), _CHAIRS, "A4.2.3", Sitting),
    JointAction.WITHDRAW: Move(_ALIVE, _LEAD, "A4.2.1"),
}
# On the conference's own route (3.2.6) its office may prepare the plan, or a department may.
_PREPARING = (
    JointAction.DRAFT,
    JointAction.CONSULT,
    JointAction.REVISE,
    JointAction.CLOSE_CONSULTATION,
    JointAction.SUBMIT,
)


def move_of(state: JointState, action: JointAction) -> Move:
    """Return the rule of an action on the route of a plan (程序规则)."""
    move = _MOVES[action]
    if state.route is JointRoute.CONFERENCE and action in _PREPARING:
        return attrs.evolve(move, roles=(*move.roles, ConferenceRole.OFFICE))
    if action is JointAction.HOLD_LIAISON_MEETING and state.attendance_suffices:
        return attrs.evolve(move, stages=(*move.stages, JointStage.DRAFTED))
    return move


def refused(state: JointState, rule_zh: str, rule: str, value: object, clause: str) -> LawError:
    """Return the error of a step that breaks a clause (程序不合规定)."""
    shown = "、".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else value
    return against(f"JointProcedure {state.plan.id}", rule_zh, rule, shown, clause)


def check_step(state: JointState, step: Step) -> None:
    """Check what every step meets: stage, day, role, unit and details (程序步骤核对).

    Raises:
        LawError: a step out of order, before the last one, or by somebody who is not to take it.
        InvalidValueError: details of another class.

    """
    move, name, act = move_of(state, step.action), step.action.name, step.act
    if state.stage not in (move.stages or (None,)):
        before = "、".join(map(str, move.stages)) or "尚未拟定"
        zh = f"{step.action}只能在以下阶段进行：{before}"
        en = f"{name} is taken at {', '.join(one.name for one in move.stages) or 'the beginning'}"
        raise refused(state, zh, en, state.stage, move.clause)
    if state.last_on is not None and act.on < state.last_on:
        zh, en = f"{step.action}不得早于上一步骤（{state.last_on}）", f"{name} comes after {state.last_on}"
        raise refused(state, zh, en, act.on, move.clause)
    if act.role not in move.roles:
        zh = f"{step.action}由{'、'.join(map(str, move.roles))}进行"
        en = f"{name} is taken by {', '.join(one.name for one in move.roles)}"
        raise refused(state, zh, en, act.role, move.clause)
    if not state.admits(act):
        zh = f"{step.action}时 {act.unit} 不是{act.role}"
        en = f"{act.unit} is not {act.role.name} for {name}"
        raise refused(state, zh, en, str(act), move.clause)
    check_kind(step.details, move.details, f"Step {name}.details")


def details_of(step: Step, kind: type[_D]) -> _D:
    """Return the details of a step that ``check_step`` has seen (步骤内容).

    Raises:
        InvalidValueError: details of another class.

    """
    if not isinstance(step.details, kind):
        raise InvalidValueError(
            field=f"Step {step.action.name}.details", rule_zh="内容不符", rule="other details", value=step.details
        )
    return step.details
