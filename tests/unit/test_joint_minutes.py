"""What minutes are to a joint plan: its stage, its outcome, its departments; and they only go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError
from shuangsuiji.planning.conference_terms import MinutesStep, ResolutionOutcome
from shuangsuiji.planning.joint_minutes import check_continued, stage_by
from shuangsuiji.planning.joint_terms import JointStage
from shuangsuiji.planning.minutes import Minutes, draw_up, issue, redraw
from shuangsuiji.planning.resolutions import Resolution
from tests.unit import joint_procedure_steps as steps
from tests.unit.conference_days import HEALTH, POLICE, refused
from tests.unit.joint_procedure_steps import OFFICE, TRADE, R, act

DRAFT = steps.drawn_up()
AGREED = steps.consented(DRAFT)
FILED = steps.filed(AGREED)
DONE = steps.finished()
ALL = (DRAFT, attrs.evolve(AGREED, consents=AGREED.consents[:1]), AGREED, FILED, steps.signed(FILED), DONE)
OTHERS: dict[str, Any] = {"outcome": ResolutionOutcome.REJECTED, "wording": "合成意见"}


def test_each_step_of_the_minutes_is_a_stage_of_the_plan() -> None:
    stages = {one.step: stage_by(one) for one in (*ALL, steps.issued(steps.signed(FILED)))}
    assert set(stages) == set(MinutesStep)
    assert stages[MinutesStep.ISSUED] is stages[MinutesStep.SIGNED] is JointStage.MINUTES_SIGNED
    assert stages[MinutesStep.COPIED] is JointStage.EFFECTIVE


def test_they_are_those_of_the_meeting_that_determined_the_plan_a4_3_1() -> None:
    one = steps.after(steps.DETERMINED)
    refused("A4.3.1", lambda: one.record_minutes(steps.drawn_up(steps.sitting(steps.meeting(day=8)))))


def test_they_put_down_the_outcome_of_the_plan_a4_3_1() -> None:
    one = steps.after(steps.DETERMINED)
    for outcome in ResolutionOutcome:
        minutes = attrs.evolve(DRAFT, resolutions=(Resolution(item_id="item-1", outcome=outcome, wording="合成意见"),))
        if outcome is ResolutionOutcome.ADOPTED:
            assert one.record_minutes(minutes).stage is JointStage.MINUTES_DRAFTED
        else:
            refused("A4.3.1", lambda minutes=minutes: one.record_minutes(minutes))  # type: ignore[misc]


def test_minutes_that_are_silent_on_the_plan_are_not_enough_a4_3_1() -> None:
    held = steps.meeting(steps.partial(agenda=(steps.item(), steps.item(id="item-2", subject="联合-08"))))
    one = steps.held(given=steps.sitting(held))
    silent = (Resolution(item_id="item-2", outcome=ResolutionOutcome.ADOPTED, wording="合成意见"),)
    refused("A4.3.1", lambda: one.record_minutes(draw_up(held, "纪要〔2025〕7号", silent, act(day=8))))


def test_they_are_issued_to_every_department_of_the_plan_a4_3_2() -> None:
    given = steps.sitting(steps.meeting(None, TRADE, HEALTH))  # the police has answered in writing
    one = steps.held(given=given)
    signed = steps.signed(steps.filed(steps.consented(steps.drawn_up(given))))
    assert one.record_minutes(signed).stage is JointStage.MINUTES_SIGNED
    refused("A4.3.2", lambda: one.record_minutes(steps.issued(signed)))
    full = issue(signed, act(OFFICE, R.OFFICE, 12), (TRADE, HEALTH, POLICE))
    assert one.record_minutes(steps.copied(full)).may_draw


def test_minutes_go_on_and_may_stay_as_they_are() -> None:
    for place, before in enumerate(ALL):
        for after in ALL[place:]:
            check_continued(before, after)
        for after in ALL[:place]:
            with pytest.raises(BrokenChainError):
                check_continued(before, after)


def again(minutes: Minutes, day: int = 9) -> Minutes:
    return redraw(minutes, minutes.resolutions, act(minutes.drafted.unit, minutes.drafted.role, day))


def test_they_are_drawn_up_again_only_before_they_are_filed() -> None:
    check_continued(AGREED, again(AGREED))
    check_continued(DRAFT, again(again(AGREED)))
    check_continued(DRAFT, steps.finished(again(DRAFT)))
    for before, after in ((FILED, again(AGREED)), (again(AGREED), AGREED), (again(DRAFT), again(again(DRAFT, 8), 8))):
        with pytest.raises(BrokenChainError):
            check_continued(before, after)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: attrs.evolve(one, id="纪要〔2025〕8号"),
        lambda one: attrs.evolve(one, resolutions=(Resolution(item_id="item-1", **OTHERS),)),
        lambda one: attrs.evolve(one, drafted=act(day=8, note="合成说明")),
        lambda one: attrs.evolve(one, consents=one.consents[::-1]),
        lambda one: attrs.evolve(one, issued_to=(*one.issued_to, OFFICE)),
        lambda _: steps.finished(steps.drawn_up(steps.sitting(steps.meeting(None, TRADE, HEALTH)))),
    ],
    ids=["id", "matters", "draft", "consents", "circulation", "meeting"],
)
def test_other_minutes_do_not_take_their_place(change: Callable[[Minutes], Minutes]) -> None:
    with pytest.raises(BrokenChainError):
        check_continued(DONE, change(DONE))
