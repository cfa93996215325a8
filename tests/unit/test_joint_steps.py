"""One step of a procedure: an act, what it needs beyond that, and the meeting where it is one."""

from __future__ import annotations

import attrs
import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, NotADayError
from shuangsuiji.planning.conference_terms import ResolutionOutcome
from shuangsuiji.planning.joint_steps import Letter, Reply, Revision, Step, act_of
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointStage
from tests.unit import joint_procedure_steps as steps
from tests.unit.builders import made
from tests.unit.conference_days import CITY_OFFICE, HEALTH, march
from tests.unit.joint_procedure_steps import OFFICE, PLAN, WIDER, R, act


def step(**changes: object) -> Step:
    return made(Step, {"action": JointAction.DRAFT, "stage": JointStage.DRAFTED, "act": act()}, changes)


def test_a_step_is_an_act_with_what_it_reached() -> None:
    assert str(step()) == "2025-03-01 拟定方案：320481-SWJ（行业主管部门），合成〔2025〕1号 → 已拟定"
    for changes in ({"action": "拟定方案"}, {"stage": "已拟定"}, {"act": "合成〔2025〕1号"}):
        with pytest.raises(InvalidValueError):
            step(**changes)


def test_a_letter_goes_to_each_department_once_and_may_name_a_day() -> None:
    assert Letter(to=(HEALTH,), reply_by=march(9)).reply_by == march(9)
    with pytest.raises(DuplicateError):
        Letter(to=(HEALTH, HEALTH))
    with pytest.raises(NotADayError):
        Letter(to=(HEALTH,), reply_by="2025-03-09")  # type: ignore[arg-type]


def test_a_reply_says_something() -> None:
    assert Reply(answer=Answer.OBJECTED).answer is Answer.OBJECTED
    for answer in (Answer.PENDING, "同意"):
        with pytest.raises(InvalidValueError):
            Reply(answer=answer)  # type: ignore[arg-type]


def test_a_revision_has_a_plan() -> None:
    assert Revision(plan=WIDER, reply_by=march(9)).changed == ()
    with pytest.raises(InvalidValueError):
        Revision(plan="联合-07")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"item_id": "item-9"},
        {"outcome": "通过"},
        {"outcome": ResolutionOutcome.ADOPTED_WITH_CHANGES},
        {"adopted": PLAN},
        {"outcome": ResolutionOutcome.ADOPTED_WITH_CHANGES, "adopted": "联合-07"},
        {"meeting": "m-1"},
    ],
    ids=str,
)
def test_a_sitting_is_a_meeting_with_the_item_on_its_agenda(changes: dict[str, object]) -> None:
    assert steps.sitting().item.subject == PLAN.id
    with pytest.raises(InvalidValueError):
        steps.sitting(**changes)


def test_the_act_of_a_meeting_is_the_one_that_the_meeting_shows() -> None:
    assert act_of(steps.sitting()) == act(CITY_OFFICE, R.VICE_CONVENER, 7)
    early = steps.prepared(organised=act(OFFICE, R.OFFICE, 4))
    assert act_of(early) == attrs.evolve(act(OFFICE, R.OFFICE, 4), on=march(5))
    liaised = {"action": JointAction.HOLD_LIAISON_MEETING, "stage": JointStage.LIAISED, "details": early}
    assert step(**liaised, act=act_of(early)).details == early
    for other in (act(), early.organised, act(OFFICE, R.OFFICE, 5)):
        with pytest.raises(InvalidValueError):
            step(**liaised, act=other)
