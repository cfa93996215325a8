"""The procedure by which a joint inspection is decided on, step by step: 3.2.4 to 3.2.6, 附件四 (联合抽查程序).

A procedure is the list of its steps. What they come to is worked out from the first on, whenever a procedure is made,
so that no plan can be said to be effective without every step that its route asks for, written down with actor, role,
day and document. The stages are those of ``JointStage``; the chain of minutes, DETERMINED to EFFECTIVE, is the same on
every route. What the annex leaves open is in ``ProcedureOptions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.planning.consultations import Consultation
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ConferenceUnits, ProcedureOptions
from shuangsuiji.planning.joint_states import JointState, refused
from shuangsuiji.planning.joint_steps import Details, Distribution, JointAct, Letter, Reply, Revision, Sitting, Step
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointRoute, JointStage, JointTrigger
from shuangsuiji.planning.joint_transitions import advance
from shuangsuiji.values import check_field, check_kind, check_name, texts

__all__ = ["JointProcedure", "draft_joint"]


@attrs.frozen(kw_only=True)
class JointProcedure:
    """The plan of a joint inspection and every step taken on it (联合抽查程序).

    Attributes:
        first_plan: the plan as it was drafted; ``plan`` is the plan as it now stands.
        route: how it comes about.
        units: the units of the joint conference.
        steps: from the drafting on; each is checked against those before it.
        trigger: on what the conference organises it; there exactly for CONFERENCE (3.2.6).
        sector: the field that the departments determine; there exactly for SECTOR_AGREED (3.2.5).
        required: ids of the departments that take part by 3.2.8, as ``required_participants`` derives them.
        options: readings of what the annex leaves open.

    """

    first_plan: JointPlan
    route: JointRoute
    units: ConferenceUnits
    steps: tuple[Step, ...]
    trigger: JointTrigger | None = None
    sector: str | None = None
    required: tuple[str, ...] = attrs.field(default=(), converter=texts)
    options: ProcedureOptions = attrs.field(factory=ProcedureOptions)

    def __attrs_post_init__(self) -> None:
        check_kind(self.first_plan, JointPlan, "JointProcedure.first_plan")
        check_kind(self.route, JointRoute, "JointProcedure.route")
        for unit in self.required:
            check_name(unit, "JointProcedure.required")
        self._check_route()
        if not self.steps:
            zh, en = "程序自拟定方案开始", "a procedure begins with a drafted plan"
            raise InvalidValueError(field=f"JointProcedure {self.first_plan.id}", rule_zh=zh, rule=en, value=())
        self._states  # noqa: B018 - works out every step, or raises

    def _check_route(self) -> None:
        state = self._begin()
        if self.trigger is not None:
            check_kind(self.trigger, JointTrigger, "JointProcedure.trigger")
        if (self.trigger is not None) != (self.route is JointRoute.CONFERENCE):
            zh, en = (
                "联席会议组织的须写明依据，其他发起方式不写",
                "the conference's route names its trigger, no other does",
            )
            raise refused(state, zh, en, self.trigger, "3.2.6")
        if self.trigger is JointTrigger.OTHER and self.steps and not self.steps[0].note:
            zh, en = "依据为其他情况的，拟定时须说明", "another trigger is explained in the note of the drafting"
            raise refused(state, zh, en, self.trigger, "3.2.6")
        if (self.sector is not None) != (self.route is JointRoute.SECTOR_AGREED):
            zh, en = "共同确定行业领域的须写明领域，其他发起方式不写", "the agreed route names its field, no other does"
            raise refused(state, zh, en, self.sector, "3.2.5")
        if self.sector is not None:
            check_field(self.sector, "JointProcedure.sector")

    def _begin(self) -> JointState:
        return JointState(
            plan=self.first_plan, route=self.route, units=self.units, options=self.options, required=self.required
        )

    @cached_property
    def _states(self) -> tuple[JointState, ...]:
        states = [self._begin()]
        for number, step in enumerate(self.steps, 1):
            states.append(advance(states[-1], step))
            if states[-1].stage is not step.stage:
                raise BrokenChainError(
                    link=f"JointProcedure {self.first_plan.id}，步骤 {number}",
                    rule_zh="步骤所载阶段与程序不符",
                    rule="a step states another stage than it reaches",
                    expected=states[-1].stage,
                    value=step.stage,
                )
        return tuple(states[1:])

    @property
    def _state(self) -> JointState:
        return self._states[-1]

    @property
    def plan(self) -> JointPlan:
        """The plan as it now stands."""
        return self._state.plan

    @property
    def version(self) -> int:
        """Which version of the plan that is, from 1."""
        return self._state.version

    @property
    def stage(self) -> JointStage:
        """The stage reached."""
        return self.steps[-1].stage

    @property
    def consultation(self) -> Consultation:
        """The round of opinions that counts; earlier ones stand in the steps."""
        return self._state.consultation

    @property
    def sitting(self) -> Sitting | None:
        """The conference that last discussed the plan, None for none."""
        return self._state.sitting

    @property
    def drawable_on(self) -> date | None:
        """The first day on which the plan may be drawn, None as long as it may not."""
        if not self.stage.has_reached(self.options.draw_after):
            return None
        return next(
            step.on
            for step, state in zip(self.steps, self._states, strict=True)
            if state.stage is self.options.draw_after
        )

    @property
    def may_draw(self) -> bool:
        """Whether objects may be drawn under the plan: A4.3.1."""
        return self.drawable_on is not None

    def check_drawable(self, on: date) -> None:
        """Check that objects may be drawn under the plan on a day: A4.3.1 (可否抽取).

        Raises:
            LawError: not yet, or no longer.

        """
        first = self.drawable_on
        if first is None or on < first:
            zh, en = f"联合抽查须在{self.options.draw_after}之后抽取", f"drawn from {self.options.draw_after.name} on"
            raise refused(self._state, zh, en, f"{self.stage}，{first or on}", "A4.3.1")

    def manifest_lines(self) -> dict[str, str]:
        """Return what a manifest says of the procedure, relaxations and other readings among it (清单行)."""
        lines = {
            "rules.joint.route": self.route.name,
            "rules.joint.version": str(self.version),
            "rules.joint.stage": self.stage.name,
            "rules.joint.document": self.steps[-1].document,
        }
        if self.consultation.objections:
            lines["rules.joint.objections"] = ",".join(self.consultation.objections)
        return lines | self.options.manifest_lines()

    def consult(self, act: JointAct, to: Sequence[str] | None = None, reply_by: date | None = None) -> JointProcedure:
        """Ask each participant in writing, ``to`` being all of them unless given: A4.2.2 (书面征求意见)."""
        letter = Letter(to=self.plan.participants if to is None else to, reply_by=reply_by)
        return self._take(JointAction.CONSULT, act, letter)

    def reply(self, act: JointAct, answer: Answer) -> JointProcedure:
        """Enter the answer of a department, its comments being the note of the act: A4.2.2 (回复意见)."""
        return self._take(JointAction.REPLY, act, Reply(answer=answer))

    def revise(self, act: JointAct, revision: Revision) -> JointProcedure:
        """Put another version in the place of the plan, and ask again whose part it changes (修改方案)."""
        return self._take(JointAction.REVISE, act, revision)

    def close_consultation(self, act: JointAct) -> JointProcedure:
        """Sum up the opinions once each department has answered: A4.2.2 (汇总意见)."""
        return self._take(JointAction.CLOSE_CONSULTATION, act)

    def hold_liaison_meeting(self, act: JointAct) -> JointProcedure:
        """Let the office hold the meeting of the liaisons: A4.1.6 (召开联络员会议)."""
        return self._take(JointAction.HOLD_LIAISON_MEETING, act)

    def submit(self, act: JointAct) -> JointProcedure:
        """Ask for the conference: A4.2.3 (提请召开联席会议)."""
        return self._take(JointAction.SUBMIT, act)

    def hold_conference(self, act: JointAct, sitting: Sitting) -> JointProcedure:
        """Enter what the conference decided, the act being that of who convened it: A4.2.3 (召开联席会议)."""
        return self._take(JointAction.HOLD_CONFERENCE, act, sitting)

    def draft_minutes(self, act: JointAct) -> JointProcedure:
        """Let the convening unit draft the minutes, or draft them anew: A4.3.2 (整理会议纪要)."""
        return self._take(JointAction.DRAFT_MINUTES, act)

    def agree_minutes(self, act: JointAct) -> JointProcedure:
        """Enter that one attending unit agrees; the last one completes it: A4.3.2 (同意会议纪要)."""
        return self._take(JointAction.AGREE_MINUTES, act)

    def file_minutes(self, act: JointAct) -> JointProcedure:
        """File the minutes with the office: A4.3.2 (报联席会议办公室)."""
        return self._take(JointAction.FILE_MINUTES, act)

    def sign_minutes(self, act: JointAct) -> JointProcedure:
        """Let the convener sign, of partial meetings too: A4.3.2 (召集人签发)."""
        return self._take(JointAction.SIGN_MINUTES, act)

    def issue_minutes(self, act: JointAct, to: Sequence[str] | None = None) -> JointProcedure:
        """Issue the minutes to the units concerned, at least all of the plan: A4.3.2 (印发有关单位)."""
        return self._take(JointAction.ISSUE_MINUTES, act, Distribution(units=self.plan.members if to is None else to))

    def copy_minutes(self, act: JointAct, to: str | None = None) -> JointProcedure:
        """Copy the minutes to the city government; the plan is then effective: A4.3.2 (抄报市政府)."""
        return self._take(JointAction.COPY_MINUTES, act, Distribution(units=(to or self.units.government,)))

    def withdraw(self, act: JointAct) -> JointProcedure:
        """Withdraw the plan before it is effective, the reason being the note of the act (撤回方案)."""
        return self._take(JointAction.WITHDRAW, act)

    def _take(self, action: JointAction, act: JointAct, details: Details | None = None) -> JointProcedure:
        step = _step(action, act, self.stage, details)
        reached = advance(self._state, step).stage or self.stage
        return attrs.evolve(self, steps=(*self.steps, attrs.evolve(step, stage=reached)))

    def __repr__(self) -> str:
        return f"<联合抽查程序 {self.first_plan.id} v{self.version}：{self.route}，{self.stage}，{len(self.steps)} 步>"


def _step(action: JointAction, act: JointAct, stage: JointStage, details: Details | None = None) -> Step:
    return Step(
        action=action,
        stage=stage,
        actor=act.actor,
        role=act.role,
        on=act.on,
        document=act.document,
        note=act.note,
        details=details,
    )


def draft_joint(  # noqa: PLR0913 - what stays as it is through the procedure
    plan: JointPlan,
    act: JointAct,
    units: ConferenceUnits,
    *,
    route: JointRoute = JointRoute.LEAD_DEPARTMENT,
    trigger: JointTrigger | None = None,
    sector: str | None = None,
    required: Sequence[str] = (),
    options: ProcedureOptions | None = None,
) -> JointProcedure:
    """Draft the plan of a joint inspection and begin its procedure: A4.2.1 (拟定方案).

    Args:
        plan: with the participants that the lead department proposes.
        act: who drafts it; on the route CONFERENCE the office may.
        units: the units of the joint conference.
        route: how it comes about.
        trigger: for CONFERENCE.
        sector: for SECTOR_AGREED.
        required: departments that take part by 3.2.8.
        options: readings of what the annex leaves open, None for the defaults.

    Raises:
        LawError: a trigger or a sector that the route does not have, or lacks; a department that 3.2.8 requires is
            missing; somebody else drafts.

    """
    return JointProcedure(
        first_plan=plan,
        route=route,
        units=units,
        steps=(_step(JointAction.DRAFT, act, JointStage.DRAFTED),),
        trigger=trigger,
        sector=sector,
        required=required,
        options=options or ProcedureOptions(),
    )
