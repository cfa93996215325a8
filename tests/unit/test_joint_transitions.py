"""What each step makes of a joint plan, and what each gap of the annex is read as."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.conference_terms import ResolutionOutcome
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_steps import Reply, Revision
from shuangsuiji.planning.joint_terms import Answer, JointRoute, JointStage, JointTrigger
from tests.unit import joint_procedure_steps as steps
from tests.unit.conference_days import HEALTH, POLICE, march, refused
from tests.unit.joint_procedure_steps import CONFERENCE, FIRE, NARROWER, OFFICE, PLAN, SECTOR, TRADE, WIDER, R, act

S = JointStage


def test_silence_is_not_consent_unless_an_option_says_so_and_the_day_of_the_letter_has_passed() -> None:
    refused("A4.2.2", lambda: steps.close(steps.after(steps.CONSULTING)))
    lenient = steps.with_options(silence_blocks=False)
    refused("A4.2.2", lambda: steps.consult(lenient))
    refused("A4.2.2", lambda: lenient.consult(act(day=2), reply_by=march(1)))
    asked = lenient.consult(act(day=2), reply_by=march(10))
    refused("A4.2.2", lambda: asked.close_consultation(act(day=10)))
    closed = asked.close_consultation(act(day=11))
    assert (closed.stage, closed.consultation.pending) == (S.CONSULTED, (HEALTH, POLICE))


def test_an_objection_goes_to_the_conference_unless_an_option_keeps_it_back() -> None:
    assert steps.close(steps.answered(Answer.OBJECTED, steps.drafted())).consultation.objections == (HEALTH,)
    strict = steps.with_options(objections_may_go_on=False)
    refused("A4.2.2", lambda: steps.close(steps.answered(Answer.OBJECTED, strict)))


def test_a_department_may_change_its_answer_and_the_steps_keep_both() -> None:
    one = steps.answered(Answer.OBJECTED, steps.drafted())
    one = one.reply(act(HEALTH, R.PARTICIPANT, 4, "合成意见"), Answer.AGREED_WITH_COMMENTS)
    given = {opinion.department: opinion for opinion in one.consultation.opinions}[HEALTH]
    assert (given.answer, given.comments) == (Answer.AGREED_WITH_COMMENTS, "合成意见")
    said = [step.details.answer for step in one.steps if isinstance(step.details, Reply) and step.act.unit == HEALTH]
    assert said == [Answer.OBJECTED, Answer.AGREED_WITH_COMMENTS]


def test_a_field_of_trade_is_determined_jointly_so_that_an_objection_stops_it() -> None:
    one = steps.answered(Answer.OBJECTED, steps.drafted(**SECTOR))
    refused("3.2.5", lambda: steps.close(one))
    silent = steps.drafted(**SECTOR, options=ProcedureOptions(silence_blocks=False))
    asked = silent.consult(act(day=2), reply_by=march(3))
    refused("3.2.5", lambda: asked.close_consultation(act(day=4)))
    options = ProcedureOptions(sector_objections_may_go_on=True)
    assert steps.close(steps.answered(Answer.OBJECTED, steps.drafted(**SECTOR, options=options))).stage is S.CONSULTED
    assert steps.after(steps.EFFECTIVE, steps.drafted(**SECTOR)).may_draw


def test_a_revision_asks_again_whose_part_changed_and_who_is_new() -> None:
    one = steps.after(steps.CONSULTED).revise(act(day=4), Revision(plan=WIDER, changed=(HEALTH,)))
    assert (one.stage, one.version, one.plan) == (S.CONSULTING, 2, WIDER)
    assert one.consultation.pending == (HEALTH, FIRE)
    assert one.consultation.answered == (POLICE,)
    assert {opinion.department: opinion.version for opinion in one.consultation.opinions} == {
        HEALTH: 2, POLICE: 1, FIRE: 2,
    }  # fmt: skip


def test_a_revision_that_only_drops_a_department_asks_nobody_again() -> None:
    one = steps.after(steps.CONSULTED).revise(act(day=4), Revision(plan=NARROWER))
    assert (one.stage, one.version, one.consultation.departments) == (S.CONSULTED, 2, (HEALTH,))
    fresh = steps.drafted().revise(act(day=2), Revision(plan=NARROWER))
    assert (fresh.stage, fresh.version) == (S.DRAFTED, 2)


@pytest.mark.parametrize(
    "revision",
    [
        Revision(plan=attrs.evolve(PLAN, id="联合-08")),
        Revision(plan=JointPlan(id="联合-07", initiator=HEALTH, participants=(TRADE,))),
        Revision(plan=PLAN, changed=(FIRE,)),
    ],
)
def test_a_revision_is_one_of_the_same_plan(revision: Revision) -> None:
    refused("A4.2.1", lambda: steps.after(steps.CONSULTING).revise(act(day=4), revision))


def test_a_plan_adopted_with_changes_is_another_version_and_newcomers_sit_at_the_table() -> None:
    changes: dict[str, Any] = {"outcome": ResolutionOutcome.ADOPTED_WITH_CHANGES, "adopted": WIDER}
    refused("A4.2.2", lambda: steps.held(given=steps.sitting(**changes)))
    one = steps.held(given=steps.sitting(steps.meeting(steps.partial(called=WIDER.members)), **changes))
    assert (one.stage, one.version, one.plan) == (S.DETERMINED, 2, WIDER)


def test_what_the_conference_adopts_is_the_same_plan_with_the_departments_required() -> None:
    one = steps.after(steps.SUBMITTED, steps.drafted(required=(POLICE,)))
    changes: dict[str, Any] = {"outcome": ResolutionOutcome.ADOPTED_WITH_CHANGES, "adopted": NARROWER}
    refused("3.2.8", lambda: steps.held(one, steps.sitting(**changes)))
    changes["adopted"] = attrs.evolve(PLAN, id="联合-08")
    refused("A4.2.1", lambda: steps.held(one, steps.sitting(**changes)))


@pytest.mark.parametrize(
    ("changes", "clause"),
    [
        ({"trigger": JointTrigger.RISK}, "3.2.6"),
        ({"route": JointRoute.CONFERENCE}, "3.2.6"),
        ({"route": JointRoute.CONFERENCE, "trigger": JointTrigger.OTHER}, "3.2.6"),
        ({"route": JointRoute.SECTOR_AGREED}, "3.2.5"),
        ({"sector": "合成行业"}, "3.2.5"),
        ({"required": (FIRE,)}, "3.2.8"),
        ({"by": act(OFFICE, R.OFFICE)}, "A4.2.1"),
        ({"by": act(HEALTH)}, "A4.2.1"),
        ({**CONFERENCE, "by": act(HEALTH, R.OFFICE)}, "A4.2.1"),
    ],
)
def test_a_route_has_its_own_trigger_field_and_draftsman(changes: dict[str, Any], clause: str) -> None:
    refused(clause, lambda: steps.drafted(**changes))


def test_a_trigger_is_a_term_and_a_field_of_trade_a_text() -> None:
    for changes in ({"route": JointRoute.CONFERENCE, "trigger": "监管风险"}, {**SECTOR, "sector": ""}):
        with pytest.raises(InvalidValueError):
            steps.drafted(**changes)


def test_the_office_may_prepare_what_the_conference_organises_itself_a4_2_1() -> None:
    office = act(OFFICE, R.OFFICE)
    assert steps.drafted(by=office, **CONFERENCE).consult(act(OFFICE, R.OFFICE, 2)).stage is S.CONSULTING
    for route in ({}, SECTOR):
        refused("A4.2.1", lambda route=route: steps.drafted(by=office, **route))  # type: ignore[misc]


def test_a_department_that_the_city_level_requires_cannot_be_revised_away() -> None:
    one = steps.consult(steps.drafted(required=(POLICE,)))
    refused("3.2.8", lambda: one.revise(act(day=3), Revision(plan=NARROWER)))
