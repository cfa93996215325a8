"""The procedure of a joint inspection: who may take which step when, and what each gap of the annex is read as."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError, NotADayError
from shuangsuiji.planning.conference_terms import MeetingKind, ResolutionOutcome
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_procedures import JointProcedure
from shuangsuiji.planning.joint_steps import JointAct, Letter, Reply, Revision
from shuangsuiji.planning.joint_terms import (
    Answer,
    JointAction,
    JointRole,
    JointRoute,
    JointStage,
    JointTrigger,
    Quorum,
)
from shuangsuiji.planning.participation import city_level_participants, required_participants, with_city_level
from shuangsuiji.values import ClauseRef
from tests.unit import joint_procedure_steps as steps
from tests.unit.joint_procedure_steps import CITY, CITY_OFFICE, FIRE, HEALTH, OFFICE, PLAN, POLICE, TRADE, Do, act

S, R = JointStage, JointRole
WIDER = JointPlan(id="联合-07", initiator=TRADE, participants=(HEALTH, POLICE, FIRE))
NARROWER = JointPlan(id="联合-07", initiator=TRADE, participants=(HEALTH,))
CONFERENCE: dict[str, Any] = {"route": JointRoute.CONFERENCE, "trigger": JointTrigger.RISK}
SECTOR: dict[str, Any] = {"route": JointRoute.SECTOR_AGREED, "sector": "合成行业"}


def clause_of(error: LawError) -> str:
    clause = error.params["clause"]
    assert isinstance(clause, ClauseRef)
    return clause.clause


def refused(do: Do, one: JointProcedure) -> str:
    """Return the clause under which a step is refused."""
    with pytest.raises(LawError) as caught:
        do(one)
    return clause_of(caught.value)


def not_drawable(one: JointProcedure, day: int) -> str:
    """Return the clause under which a draw on a day of March is refused."""
    with pytest.raises(LawError) as caught:
        one.check_drawable(date(2025, 3, day))
    return clause_of(caught.value)


def answered(answer: Answer, one: JointProcedure, department: str = HEALTH) -> JointProcedure:
    """Return the procedure with this answer of one department, and agreement of the others."""
    one = steps.consult(one)
    others = [unit for unit in one.consultation.departments if unit != department]
    return steps.replies(answer, department)(steps.replies(Answer.AGREED, *others)(one))


def with_options(**options: object) -> JointProcedure:
    return steps.drafted(options=ProcedureOptions(**options))  # type: ignore[arg-type]


def held(one: JointProcedure | None = None, by: JointAct | None = None, /, **changes: object) -> JointProcedure:
    one = steps.after(steps.SUBMITTED) if one is None else one
    return one.hold_conference(by or act(day=7), steps.sitting(**changes))


def test_the_whole_way_visits_every_stage_in_order_and_may_then_be_drawn() -> None:
    done = steps.after(steps.EFFECTIVE)
    reached = list(dict.fromkeys(step.stage for step in done.steps))
    assert reached == [stage for stage in S if stage not in (S.REJECTED, S.WITHDRAWN)]
    assert (done.may_draw, done.drawable_on, done.version, done.plan) == (True, date(2025, 3, 12), 1, PLAN)
    done.check_drawable(date(2025, 3, 12))
    assert "已生效" in repr(done)
    assert str(done.steps[0]) == "2025-03-01 拟定方案：320481-SWJ（行业主管部门（牵头部门）），合成〔2025〕1号 → 已拟定"


@pytest.mark.parametrize("route", [{}, SECTOR, CONFERENCE])
def test_at_each_stage_only_the_next_of_the_usual_steps_is_taken(route: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for number in range(len(steps.WHOLE) + 1):
        one = steps.after(number, steps.drafted(by=act(note="合成说明"), **route))
        assert one.may_draw == (number == steps.EFFECTIVE)
        for other, do in enumerate(steps.WHOLE):
            with suppress(LawError):
                do(one)
                taken.add((number, other))
    replied, redrafted = (2, 1), (7, 6)  # an answer may be changed, and minutes may be drafted anew
    attendance = {(0, 3)} if route is CONFERENCE else set[tuple[int, int]]()
    assert taken == {(number, number) for number in range(12)} | {replied, redrafted} | attendance


@pytest.mark.parametrize(
    ("number", "do", "clause"),
    [
        (steps.ANSWERED, steps.liaise, "A4.1.6"),
        (steps.CONSULTED, steps.submit, "A4.2.3"),
        (steps.LIAISED, steps.hold, "A4.2.3"),
        (steps.SUBMITTED, steps.minute, "A4.3.2"),
        (0, lambda one: one.consult(act(OFFICE, R.OFFICE, 2)), "A4.2.2"),
        (0, lambda one: one.consult(act(HEALTH, day=2)), "A4.2.2"),
        (0, lambda one: one.consult(act(day=2), to=(HEALTH,)), "A4.2.2"),
        (0, lambda one: one.consult(act(day=2), to=(HEALTH, POLICE, FIRE)), "A4.2.2"),
        (1, lambda one: one.reply(act(FIRE, R.PARTICIPANT, 3), Answer.AGREED), "A4.2.2"),
        (1, lambda one: one.reply(act(HEALTH, R.PARTICIPANT, 1), Answer.AGREED), "A4.2.2"),
        (steps.CONSULTED, lambda one: one.hold_liaison_meeting(act(day=5)), "A4.1.6"),
        (steps.DETERMINED, lambda one: one.draft_minutes(act(OFFICE, R.CONVENING_UNIT, 8)), "A4.3.2"),
        (steps.MINUTED, lambda one: one.agree_minutes(act(FIRE, R.ATTENDING_UNIT, 9)), "A4.3.2"),
        (steps.FILED, lambda one: one.sign_minutes(act(OFFICE, R.VICE_CONVENER, 11)), "A4.3.2"),
        (steps.FILED, lambda one: one.sign_minutes(act(OFFICE, R.CONVENER, 11)), "A4.3.2"),
        (steps.SIGNED, lambda one: one.issue_minutes(act(OFFICE, R.OFFICE, 12), (TRADE, HEALTH)), "A4.3.2"),
        (steps.SIGNED, steps.copy, "A4.3.2"),
        (steps.ISSUED, steps.issue, "A4.3.2"),
        (steps.ISSUED, lambda one: one.copy_minutes(act(OFFICE, R.OFFICE, 12), CITY_OFFICE), "A4.3.2"),
        (steps.EFFECTIVE, lambda one: one.withdraw(act(day=13, note="合成理由")), "A4.2.1"),
    ],
)
def test_a_step_out_of_place_is_refused_under_its_clause(number: int, do: Do, clause: str) -> None:
    assert refused(do, steps.after(number)) == clause


def test_minutes_wait_for_each_unit_that_attended_and_begin_anew_when_they_are_drafted_anew() -> None:
    one = steps.after(steps.MINUTED).agree_minutes(act(TRADE, R.ATTENDING_UNIT, 9))
    assert one.stage is S.MINUTES_DRAFTED
    assert refused(steps.file, one) == "A4.3.2"
    assert refused(lambda p: p.agree_minutes(act(TRADE, R.ATTENDING_UNIT, 9)), one) == "A4.3.2"
    anew = one.draft_minutes(act(TRADE, R.CONVENING_UNIT, 9))
    assert steps.agree(anew).stage is S.MINUTES_AGREED


def test_silence_is_not_consent_unless_an_option_says_so_and_the_day_of_the_letter_has_passed() -> None:
    assert refused(steps.close, steps.after(steps.CONSULTING)) == "A4.2.2"
    lenient = with_options(silence_blocks=False)
    assert refused(steps.consult, lenient) == "A4.2.2"
    asked = lenient.consult(act(day=2), reply_by=date(2025, 3, 10))
    assert refused(lambda one: one.close_consultation(act(day=10)), asked) == "A4.2.2"
    closed = asked.close_consultation(act(day=11))
    assert (closed.stage, closed.consultation.pending) == (S.CONSULTED, (HEALTH, POLICE))


def test_an_objection_goes_to_the_conference_unless_an_option_keeps_it_back() -> None:
    objected = steps.close(answered(Answer.OBJECTED, steps.drafted()))
    assert objected.consultation.objections == (HEALTH,)
    assert objected.manifest_lines()["rules.joint.objections"] == HEALTH
    assert refused(steps.close, answered(Answer.OBJECTED, with_options(objections_may_go_on=False))) == "A4.2.2"


def test_a_department_may_change_its_answer_and_the_steps_keep_both() -> None:
    one = answered(Answer.OBJECTED, steps.drafted())
    one = one.reply(act(HEALTH, R.PARTICIPANT, 4, "合成意见"), Answer.AGREED_WITH_COMMENTS)
    given = {opinion.department: opinion for opinion in one.consultation.opinions}[HEALTH]
    assert (given.answer, given.comments) == (Answer.AGREED_WITH_COMMENTS, "合成意见")
    said = [step.details.answer for step in one.steps if isinstance(step.details, Reply) and step.actor == HEALTH]
    assert said == [Answer.OBJECTED, Answer.AGREED_WITH_COMMENTS]


def test_a_field_of_trade_is_determined_jointly_so_that_an_objection_stops_it() -> None:
    one = answered(Answer.OBJECTED, steps.drafted(**SECTOR))
    assert refused(steps.close, one) == "3.2.5"
    options = ProcedureOptions(sector_objections_may_go_on=True)
    assert steps.close(answered(Answer.OBJECTED, steps.drafted(**SECTOR, options=options))).stage is S.CONSULTED
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
    assert refused(lambda one: one.revise(act(day=4), revision), steps.after(steps.CONSULTING)) == "A4.2.1"


def test_a_returned_plan_goes_through_everything_again() -> None:
    one = held(outcome=ResolutionOutcome.RETURNED)
    assert (one.stage, one.consultation.departments) == (S.DRAFTED, ())
    assert refused(steps.submit, one) == "A4.2.3"
    again = one.consult(act(day=8))
    assert again.consultation.pending == (HEALTH, POLICE)


def test_a_rejected_plan_is_the_end() -> None:
    one = held(outcome=ResolutionOutcome.REJECTED)
    assert (one.stage, one.stage.is_final, one.may_draw) == (S.REJECTED, True, False)
    assert refused(lambda p: p.withdraw(act(day=8, note="合成理由")), one) == "A4.2.1"


def test_a_plan_adopted_with_changes_is_another_version_and_newcomers_sit_at_the_table() -> None:
    changes: dict[str, Any] = {"outcome": ResolutionOutcome.ADOPTED_WITH_CHANGES, "adopted": WIDER}
    assert refused(lambda one: held(one, **changes), steps.after(steps.SUBMITTED)) == "A4.2.2"
    one = held(**changes, attending=(TRADE, HEALTH, POLICE, FIRE))
    assert (one.stage, one.version, one.plan) == (S.DETERMINED, 2, WIDER)


@pytest.mark.parametrize(
    ("changes", "by", "clause"),
    [
        ({"chair": R.OFFICE}, act(day=7), "A4.1.1"),
        ({"kind": MeetingKind.PLENARY}, act(day=7), "A4.1.2"),
        ({"kind": MeetingKind.PLENARY}, act(OFFICE, R.VICE_CONVENER, 7), "A4.1.2"),
        ({}, act(CITY, R.CONVENER, 7), "A4.1.3"),
        ({}, act(OFFICE, R.OFFICE, 7), "A4.2.3"),
        ({"attending": (HEALTH, POLICE)}, act(day=7), "A4.2.3"),
    ],
)
def test_a_conference_is_convened_and_chaired_as_the_annex_says(
    changes: dict[str, Any], by: JointAct, clause: str
) -> None:
    assert refused(lambda one: held(one, by, **changes), steps.after(steps.SUBMITTED)) == clause


@pytest.mark.parametrize("by", [act(CITY, R.CONVENER, 7), act(OFFICE, R.VICE_CONVENER, 7)])
def test_a_plenary_is_convened_by_the_convener_or_by_delegation(by: JointAct) -> None:
    one = held(None, by, kind=MeetingKind.PLENARY, delegation="合成〔2025〕委托1号")
    assert one.draft_minutes(act(by.actor, R.CONVENING_UNIT, 8)).stage is S.MINUTES_DRAFTED


@pytest.mark.parametrize(
    ("quorum", "attending", "enough"),
    [
        (Quorum.ALL, (TRADE,), False),
        (Quorum.ALL, (TRADE, HEALTH, POLICE), True),
        (Quorum.MAJORITY, (TRADE,), False),
        (Quorum.MAJORITY, (TRADE, HEALTH), True),
        (Quorum.NONE, (OFFICE,), True),
    ],
)
def test_the_quorum_is_an_option(quorum: Quorum, attending: tuple[str, ...], *, enough: bool) -> None:
    one = with_options(silence_blocks=False, quorum=quorum).consult(act(day=2), reply_by=date(2025, 3, 2))
    one = steps.submit(steps.liaise(steps.close(one)))
    if enough:
        assert held(one, attending=attending).stage is S.DETERMINED
    else:
        assert refused(lambda p: held(p, attending=attending), one) == "A4.2.3"


def test_who_answered_in_writing_need_not_attend() -> None:
    assert held(attending=(TRADE,)).stage is S.DETERMINED


def test_on_the_conferences_own_route_attendance_may_replace_the_consultation() -> None:
    one = steps.liaise(steps.drafted(by=act(OFFICE, R.OFFICE), **CONFERENCE)).submit(act(OFFICE, R.OFFICE, 6))
    convener = act(CITY, R.CONVENER, 7)
    assert refused(lambda p: held(p, convener, attending=(TRADE, HEALTH)), one) == "A4.2.2"
    determined = held(one, convener)
    assert determined.draft_minutes(act(CITY, R.CONVENING_UNIT, 8)).stage is S.MINUTES_DRAFTED
    strict = ProcedureOptions(consultation_may_be_replaced_by_attendance=False)
    assert refused(steps.liaise, steps.drafted(**CONFERENCE, options=strict)) == "A4.1.6"
    assert refused(steps.liaise, steps.drafted()) == "A4.1.6"


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
    ],
)
def test_a_route_has_its_own_trigger_field_and_draftsman(changes: dict[str, Any], clause: str) -> None:
    assert refused(lambda _: steps.drafted(**changes), steps.drafted()) == clause


def test_a_department_that_the_city_level_requires_cannot_be_revised_away() -> None:
    one = steps.consult(steps.drafted(required=(POLICE,)))
    assert refused(lambda p: p.revise(act(day=3), Revision(plan=NARROWER)), one) == "3.2.8"


def test_a_withdrawal_has_a_reason() -> None:
    one = steps.after(steps.DETERMINED)
    assert refused(lambda p: p.withdraw(act(day=8)), one) == "A4.2.1"
    assert one.withdraw(act(day=8, note="合成理由")).stage is S.WITHDRAWN


def test_a_relaxation_has_a_reason_opens_the_draw_and_stands_in_the_manifest() -> None:
    strict = steps.after(steps.DETERMINED)
    assert not strict.may_draw
    assert not_drawable(strict, 8) == "A4.3.1"
    options: dict[str, Any] = {"draw_after": S.DETERMINED, "relaxation": "合成理由"}
    one = steps.after(steps.DETERMINED, with_options(**options))
    assert one.drawable_on == date(2025, 3, 7)
    assert one.manifest_lines() == {
        "rules.joint.route": "LEAD_DEPARTMENT",
        "rules.joint.version": "1",
        "rules.joint.stage": "DETERMINED",
        "rules.joint.document": "合成〔2025〕7号",
        "rules.joint.relaxed": "draw_after DETERMINED：合成理由",
    }
    assert not_drawable(one, 6) == "A4.3.1"
    assert not one.withdraw(act(day=8, note="合成理由")).may_draw


def test_other_readings_than_the_defaults_stand_in_the_manifest_too() -> None:
    assert ProcedureOptions().manifest_lines() == {}
    lines = ProcedureOptions(silence_blocks=False, quorum=Quorum.NONE).manifest_lines()
    assert lines == {"rules.joint.options": "silence_blocks False,quorum NONE"}


@pytest.mark.parametrize(
    "options",
    [
        {"draw_after": S.SUBMITTED},
        {"draw_after": S.DETERMINED},
        {"relaxation": "合成理由"},
        {"quorum": "all"},
        {"silence_blocks": 1},
    ],
)
def test_options_that_say_nothing_clear_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises((LawError, InvalidValueError)):
        ProcedureOptions(**options)


def test_a_procedure_cannot_be_forged_by_writing_a_stage_or_leaving_steps_out() -> None:
    done = steps.after(steps.EFFECTIVE)
    with pytest.raises(BrokenChainError):
        attrs.evolve(done, steps=(attrs.evolve(done.steps[0], stage=S.EFFECTIVE),))
    for number in range(len(done.steps) - 1):
        with pytest.raises((LawError, BrokenChainError)):
            attrs.evolve(done, steps=(*done.steps[:number], *done.steps[number + 1 :]))
    with pytest.raises(InvalidValueError):
        attrs.evolve(done, steps=())
    with pytest.raises(InvalidValueError):
        attrs.evolve(done, steps=(attrs.evolve(done.steps[0], details=Letter(to=(HEALTH,))), *done.steps[1:]))


def test_every_step_needs_actor_role_day_and_document() -> None:
    good: dict[str, Any] = {
        "actor": TRADE,
        "role": R.LEAD_DEPARTMENT,
        "on": date(2025, 3, 1),
        "document": "合成〔2025〕1号",
    }
    for field, value in (("actor", ""), ("role", "牵头部门"), ("on", "2025-03-01"), ("document", "")):
        with pytest.raises((InvalidValueError, NotADayError)):
            JointAct(**{**good, field: value})
    with pytest.raises(InvalidValueError):
        Reply(answer=Answer.PENDING)
    with pytest.raises(InvalidValueError):
        steps.sitting(outcome=ResolutionOutcome.ADOPTED_WITH_CHANGES)


def test_terms_read_back_from_either_name() -> None:
    assert JointStage.of("已生效") is S.EFFECTIVE
    assert JointAction.of("SIGN_MINUTES") is JointAction.SIGN_MINUTES


HOLDERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "lifts": {"320481": (OFFICE,)},
    "food": {"320481101": (HEALTH,), "320481": (OFFICE, POLICE)},
}


@pytest.mark.parametrize(
    ("item", "region", "units"),
    [
        ("lifts", "320481", (OFFICE,)),
        ("lifts", "320481103", (OFFICE,)),
        ("lifts", "320481103201", (OFFICE,)),
        ("food", "320481101000", (POLICE, OFFICE, HEALTH)),
        ("food", "320481102", (POLICE, OFFICE)),
        ("labels", "320481", ()),
    ],
)
def test_who_holds_a_function_for_the_city_takes_part_by_duty_and_territory(
    item: str, region: str, units: tuple[str, ...]
) -> None:
    assert city_level_participants(item, region, HOLDERS) == units


def test_a_function_that_nobody_holds_in_a_territory_is_pointed_out() -> None:
    with pytest.raises(LawError, match="须有部门负责该地域"):
        city_level_participants("lifts", "320482", HOLDERS)
    with pytest.raises(InvalidValueError):
        city_level_participants("lifts", "城区", HOLDERS)


def test_who_is_required_joins_the_plan_once() -> None:
    required = required_participants([("lifts", "320481"), ("food", "320481102"), ("labels", "320481")], HOLDERS)
    assert required == (POLICE, OFFICE)
    assert with_city_level(PLAN, required).participants == (HEALTH, POLICE, OFFICE)
    assert with_city_level(PLAN, (POLICE,)) is PLAN
    assert steps.drafted(with_city_level(PLAN, required), required=required).stage is S.DRAFTED
