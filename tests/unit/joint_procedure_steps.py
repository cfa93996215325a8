"""A joint inspection's procedure for tests: three synthetic units, and each step with the day it is usually taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from shuangsuiji.planning.conference_terms import MeetingKind, ResolutionOutcome
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ConferenceUnits
from shuangsuiji.planning.joint_procedures import JointProcedure, draft_joint
from shuangsuiji.planning.joint_steps import JointAct, Sitting
from shuangsuiji.planning.joint_terms import Answer, JointRole

TRADE, HEALTH, POLICE, FIRE = "320481-SWJ", "320481-WJW", "320481-GAJ", "320481-YJJ"
OFFICE, CITY, CITY_OFFICE = "320481-SCJG", "320481-ZF", "320481-ZFB"
UNITS = ConferenceUnits(office=OFFICE, convener=CITY, government=CITY, vice_conveners=(CITY_OFFICE, OFFICE))
PLAN = JointPlan(id="联合-07", initiator=TRADE, participants=(HEALTH, POLICE))
R = JointRole

Do = Callable[[JointProcedure], JointProcedure]


def act(actor: str = TRADE, role: JointRole = R.LEAD_DEPARTMENT, day: int = 1, note: str = "") -> JointAct:
    return JointAct(actor=actor, role=role, on=date(2025, 3, day), document=f"合成〔2025〕{day}号", note=note)


def drafted(plan: JointPlan = PLAN, /, **changes: object) -> JointProcedure:
    return draft_joint(plan, changes.pop("by", act()), UNITS, **changes)  # type: ignore[arg-type]


def sitting(**changes: object) -> Sitting:
    given: dict[str, object] = {
        "kind": MeetingKind.PARTIAL,
        "chair": R.VICE_CONVENER,
        "attending": (TRADE, HEALTH, POLICE),
        "outcome": ResolutionOutcome.ADOPTED,
    }
    return Sitting(**{**given, **changes})  # type: ignore[arg-type]


def replies(answer: Answer = Answer.AGREED, *departments: str) -> Do:
    def done(one: JointProcedure) -> JointProcedure:
        for department in departments or one.consultation.departments:
            one = one.reply(act(department, R.PARTICIPANT, 3), answer)
        return one

    return done


def consult(one: JointProcedure) -> JointProcedure:
    return one.consult(act(day=2))


def close(one: JointProcedure) -> JointProcedure:
    return one.close_consultation(act(day=4))


def liaise(one: JointProcedure) -> JointProcedure:
    return one.hold_liaison_meeting(act(OFFICE, R.OFFICE, 5))


def submit(one: JointProcedure) -> JointProcedure:
    return one.submit(act(day=6))


def hold(one: JointProcedure) -> JointProcedure:
    return one.hold_conference(act(day=7), sitting())


def minute(one: JointProcedure) -> JointProcedure:
    return one.draft_minutes(act(TRADE, R.CONVENING_UNIT, 8))


def agree(one: JointProcedure) -> JointProcedure:
    for unit in one.sitting.attending if one.sitting else (TRADE,):
        one = one.agree_minutes(act(unit, R.ATTENDING_UNIT, 9))
    return one


def file(one: JointProcedure) -> JointProcedure:
    return one.file_minutes(act(TRADE, R.CONVENING_UNIT, 10))


def sign(one: JointProcedure) -> JointProcedure:
    return one.sign_minutes(act(CITY, R.CONVENER, 11))


def issue(one: JointProcedure) -> JointProcedure:
    return one.issue_minutes(act(OFFICE, R.OFFICE, 12))


def copy(one: JointProcedure) -> JointProcedure:
    return one.copy_minutes(act(OFFICE, R.OFFICE, 12))


WHOLE: tuple[Do, ...] = (
    consult, replies(Answer.AGREED, HEALTH, POLICE), close, liaise, submit, hold, minute,
    agree, file, sign, issue, copy,
)  # fmt: skip


def after(number: int, one: JointProcedure | None = None) -> JointProcedure:
    """Return the procedure after the first ``number`` of the usual steps."""
    one = drafted() if one is None else one
    for do in WHOLE[:number]:
        one = do(one)
    return one


CONSULTING, ANSWERED, CONSULTED, LIAISED, SUBMITTED, DETERMINED = 1, 2, 3, 4, 5, 6
MINUTED, AGREED, FILED, SIGNED, ISSUED, EFFECTIVE = 7, 8, 9, 10, 11, 12
