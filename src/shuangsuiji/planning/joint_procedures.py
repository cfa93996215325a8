"""The procedure by which a joint inspection is decided on, step by step: 3.2.4 to 3.2.6, 附件四 (联合抽查程序).

A procedure is the list of its steps up to the meeting of the conference, and from there on the minutes of that meeting.
What they come to is worked out from the first on, whenever a procedure is made, so that no plan can be said to be
effective without every step that its route asks for, written down with unit, role, day and document. The stages are
those of ``JointStage``; the chain of minutes, DETERMINED to EFFECTIVE, is the same on every route, and the minutes of
one meeting may determine many plans. What the annex leaves open is in ``ProcedureOptions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.planning.conference import JointConference
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_meetings import LiaisonMeeting
from shuangsuiji.planning.consultations import Consultation
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_minutes import check_continued, check_minutes, stage_by
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_states import JointState, refused
from shuangsuiji.planning.joint_steps import Details, Letter, Reply, Revision, Sitting, Step, act_of
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointRoute, JointStage, JointTrigger
from shuangsuiji.planning.joint_transitions import advance, check_route
from shuangsuiji.planning.minutes import Minutes
from shuangsuiji.values import check_kind, check_name, texts

__all__ = ["JointProcedure", "draft_joint"]


@attrs.frozen(kw_only=True)
class JointProcedure:
    """The plan of a joint inspection and every step taken on it (联合抽查程序).

    Attributes:
        first_plan: the plan as it was drafted; ``plan`` is the plan as it now stands.
        route: how it comes about.
        conference: the joint conference.
        steps: from the drafting on; each is checked against those before it.
        trigger: on what the conference organises it; there exactly for CONFERENCE (3.2.6).
        sector: the field that the departments determine; there exactly for SECTOR_AGREED (3.2.5).
        required: ids of the departments that take part by 3.2.8, as ``participants_of`` derives them.
        options: readings of what the annex leaves open.
        minutes: those of the meeting that determined the plan, as far as they have come; None before.

    Raises:
        LawError: steps or minutes that the law does not let follow each other.
        BrokenChainError: a step states another stage than it reaches.
        InvalidValueError: a field of the wrong form, no step.

    """

    first_plan: JointPlan
    route: JointRoute
    conference: JointConference
    steps: tuple[Step, ...]
    trigger: JointTrigger | None = None
    sector: str | None = None
    required: tuple[str, ...] = attrs.field(default=(), converter=texts)
    options: ProcedureOptions = attrs.field(factory=ProcedureOptions)
    minutes: Minutes | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.first_plan, JointPlan, "JointProcedure.first_plan")
        check_kind(self.route, JointRoute, "JointProcedure.route")
        check_kind(self.conference, JointConference, "JointProcedure.conference")
        check_kind(self.options, ProcedureOptions, "JointProcedure.options")
        for unit in self.required:
            check_name(unit, "JointProcedure.required")
        if not self.steps:
            zh, en = "程序自拟定方案开始", "a procedure begins with a drafted plan"
            raise InvalidValueError(field=f"JointProcedure {self.first_plan.id}", rule_zh=zh, rule=en, value=())
        for step in self.steps:
            check_kind(step, Step, "JointProcedure.steps")
        check_route(self._begin(), self.trigger, self.sector, self.steps[0].act.note)
        self._states  # noqa: B018 - works out every step, or raises
        if self.minutes is not None:
            check_kind(self.minutes, Minutes, "JointProcedure.minutes")
            self._check_minutes(self.minutes)

    def _check_minutes(self, minutes: Minutes) -> None:
        determined = (state for state in self._states if state.stage is JointStage.DETERMINED)
        check_minutes(next(determined, self._state), minutes)
        last = self.steps[-1]
        withdrawn = last.stage is JointStage.WITHDRAWN
        if withdrawn and minutes.copied is not None and minutes.copied.on < last.act.on:
            zh, en = "方案生效后不得撤回", "a plan that is effective is not withdrawn"
            raise refused(self._state, zh, en, last.act.on, "A4.2.1")

    def _begin(self) -> JointState:
        return JointState(
            plan=self.first_plan,
            route=self.route,
            conference=self.conference,
            options=self.options,
            required=self.required,
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
        """The stage reached: by the steps, and from DETERMINED on by the minutes."""
        reached = self.steps[-1].stage
        return reached if self.minutes is None or reached is not JointStage.DETERMINED else stage_by(self.minutes)

    @property
    def consultation(self) -> Consultation:
        """The round of opinions that counts; earlier ones stand in the steps."""
        return self._state.consultation

    @property
    def sitting(self) -> Sitting | None:
        """The conference that last discussed the plan, None for none."""
        return self._state.sitting

    @property
    def last_act(self) -> Act:
        """The act by which the stage was reached, one on the minutes as well."""
        reached = self.steps[-1]
        withdrawn = reached.stage is JointStage.WITHDRAWN
        return reached.act if self.minutes is None or withdrawn else self.minutes.acts[-1]

    @property
    def drawable_on(self) -> date | None:
        """The first day on which the plan may be drawn, None as long as it may not."""
        if not self.stage.has_reached(self.options.draw_after):
            return None
        if self.options.draw_after is JointStage.EFFECTIVE:
            return self.last_act.on
        return self.steps[-1].act.on

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
            "rules.joint.conference": self.conference.id,
            "rules.joint.route": self.route.name,
            "rules.joint.version": str(self.version),
            "rules.joint.stage": self.stage.name,
            "rules.joint.document": self.last_act.document,
            "rules.joint.drawable_on": str(self.drawable_on or "-"),
        }
        if self.consultation.objections:
            lines["rules.joint.objections"] = ",".join(self.consultation.objections)
        return lines | self.options.manifest_lines()

    def consult(self, act: Act, to: Sequence[str] | None = None, reply_by: date | None = None) -> JointProcedure:
        """Ask each participant in writing, ``to`` being all of them unless given: A4.2.2 (书面征求意见)."""
        letter = Letter(to=self.plan.participants if to is None else to, reply_by=reply_by)
        return self._take(JointAction.CONSULT, act, letter)

    def reply(self, act: Act, answer: Answer) -> JointProcedure:
        """Enter the answer of a department, its comments being the note of the act: A4.2.2 (回复意见)."""
        return self._take(JointAction.REPLY, act, Reply(answer=answer))

    def revise(self, act: Act, revision: Revision) -> JointProcedure:
        """Put another version in the place of the plan, and ask again whose part it changes (修改方案)."""
        return self._take(JointAction.REVISE, act, revision)

    def close_consultation(self, act: Act) -> JointProcedure:
        """Sum up the opinions once each department has answered: A4.2.2 (汇总意见)."""
        return self._take(JointAction.CLOSE_CONSULTATION, act)

    def hold_liaison_meeting(self, meeting: LiaisonMeeting) -> JointProcedure:
        """Enter the meeting of the liaisons that the office held: A4.1.6 (召开联络员会议)."""
        check_kind(meeting, LiaisonMeeting, "hold_liaison_meeting")
        return self._take(JointAction.HOLD_LIAISON_MEETING, act_of(meeting), meeting)

    def submit(self, act: Act) -> JointProcedure:
        """Ask for the conference: A4.2.3 (提请召开联席会议)."""
        return self._take(JointAction.SUBMIT, act)

    def hold_conference(self, sitting: Sitting) -> JointProcedure:
        """Enter what a meeting of the conference decided on the plan: A4.2.3 (召开联席会议)."""
        check_kind(sitting, Sitting, "hold_conference")
        return self._take(JointAction.HOLD_CONFERENCE, act_of(sitting), sitting)

    def record_minutes(self, minutes: Minutes) -> JointProcedure:
        """Enter the minutes of that meeting as far as they have come, at once or step by step: A4.3.2 (记入会议纪要).

        A plan that is withdrawn stays so, however far the minutes of its meeting come.

        Raises:
            LawError: minutes of another meeting, in another sense, or not issued to every department of the plan.
            BrokenChainError: they do not continue those that were recorded before.

        """
        check_kind(minutes, Minutes, "record_minutes")
        if self.minutes is not None:
            check_continued(self.minutes, minutes)
        return attrs.evolve(self, minutes=minutes)

    def withdraw(self, act: Act) -> JointProcedure:
        """Withdraw the plan before it is effective, the reason being the note of the act (撤回方案)."""
        return self._take(JointAction.WITHDRAW, act)

    def _take(self, action: JointAction, act: Act, details: Details | None = None) -> JointProcedure:
        days = [self.steps[-1].act.on, *(one.on for one in (self.minutes.acts if self.minutes is not None else ()))]
        state = attrs.evolve(self._state, stage=self.stage, last_on=max(days))
        step = Step(action=action, stage=self.stage, act=act, details=details)
        reached = advance(state, step).stage or self.stage
        return attrs.evolve(self, steps=(*self.steps, attrs.evolve(step, stage=reached)))

    def __repr__(self) -> str:
        return f"<联合抽查程序 {self.first_plan.id} v{self.version}：{self.route}，{self.stage}，{len(self.steps)} 步>"


def draft_joint(  # noqa: PLR0913 - what stays as it is through the procedure
    plan: JointPlan,
    act: Act,
    conference: JointConference,
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
        conference: the joint conference.
        route: how it comes about.
        trigger: for CONFERENCE.
        sector: for SECTOR_AGREED.
        required: departments that take part by 3.2.8.
        options: readings of what the annex leaves open, None for the defaults.

    Raises:
        LawError: a trigger or a sector that the route does not have, or lacks; a department that 3.2.8 requires is
            missing; the conference itself among those who inspect (A1.1); somebody else drafts.

    """
    return JointProcedure(
        first_plan=plan,
        route=route,
        conference=conference,
        steps=(Step(action=JointAction.DRAFT, stage=JointStage.DRAFTED, act=act),),
        trigger=trigger,
        sector=sector,
        required=required,
        options=options or ProcedureOptions(),
    )
