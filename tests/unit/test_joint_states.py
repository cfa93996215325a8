"""Where a plan stands: who holds which role, and what every step is asked."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.consultations import Consultation, Opinion
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_states import JointState, check_step, details_of, move_of, refused
from shuangsuiji.planning.joint_steps import Letter, Reply, Step
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointRoute, JointStage
from tests.unit import conference_days as days
from tests.unit.builders import made
from tests.unit.conference_days import CITY, CITY_OFFICE, HEALTH, POLICE, STAFFED, march
from tests.unit.joint_procedure_steps import OFFICE, PLAN, TRADE, R, act


def state(**changes: object) -> JointState:
    given = {"plan": PLAN, "route": JointRoute.LEAD_DEPARTMENT, "conference": STAFFED, "options": ProcedureOptions()}
    return made(JointState, given, changes)


ASKED = Consultation(opinions=(Opinion(department=HEALTH, version=1, asked_on=march(2), request="合成〔2025〕2号"),))


@pytest.mark.parametrize(
    ("one", "held"),
    [
        (act(TRADE), True),
        (act(HEALTH), False),
        (act(HEALTH, R.PARTICIPANT), True),
        (act(POLICE, R.PARTICIPANT), False),
        (act(OFFICE, R.OFFICE), True),
        (act(HEALTH, R.OFFICE), False),
        (act(CITY, R.CONVENER), True),
        (act(CITY_OFFICE, R.CONVENER), False),
        (act(CITY_OFFICE, R.VICE_CONVENER), True),
    ],
    ids=str,
)
def test_a_role_is_held_by_the_plan_or_by_the_conference(one: Act, *, held: bool) -> None:
    assert state(consultation=ASKED).admits(one) is held


def test_a_step_has_the_details_of_its_action() -> None:
    drafted = state(stage=JointStage.DRAFTED)
    asking = Step(action=JointAction.CONSULT, stage=JointStage.CONSULTING, act=act(), details=Letter(to=(HEALTH,)))
    check_step(drafted, asking)
    assert details_of(asking, Letter).to == (HEALTH,)
    with pytest.raises(InvalidValueError):
        details_of(asking, Reply)
    for details in (None, Reply(answer=Answer.AGREED)):
        with pytest.raises(InvalidValueError):
            check_step(
                drafted, Step(action=JointAction.CONSULT, stage=JointStage.CONSULTING, act=act(), details=details)
            )


def test_a_step_does_not_lie_before_the_last_one() -> None:
    late = state(stage=JointStage.LIAISED, last_on=march(5))
    days.refused(
        "A4.2.3", lambda: check_step(late, Step(action=JointAction.SUBMIT, stage=JointStage.SUBMITTED, act=act()))
    )


def test_the_office_prepares_only_what_the_conference_organises_itself() -> None:
    own, lead = state(route=JointRoute.CONFERENCE), state()
    assert R.OFFICE in move_of(own, JointAction.CONSULT).roles
    assert R.OFFICE not in move_of(lead, JointAction.CONSULT).roles
    assert move_of(own, JointAction.WITHDRAW).roles == (R.INDUSTRY_DEPARTMENT,)
    assert JointStage.DRAFTED in move_of(own, JointAction.HOLD_LIAISON_MEETING).stages
    assert JointStage.DRAFTED not in move_of(lead, JointAction.HOLD_LIAISON_MEETING).stages


def test_an_error_shows_several_values_as_a_list() -> None:
    assert "a、b" in str(refused(state(), "不可", "no", ("a", "b"), "A4.2.3"))
