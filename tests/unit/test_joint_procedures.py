"""The procedure of a joint inspection: who may take which step when, and when it may be drawn."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.planning.conference import LIYANG_CONFERENCE
from shuangsuiji.planning.conference_terms import ResolutionOutcome
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_procedures import JointProcedure
from shuangsuiji.planning.joint_steps import Letter, Revision
from shuangsuiji.planning.joint_terms import Answer, JointStage
from shuangsuiji.values import check_field
from tests.unit import joint_procedure_steps as steps
from tests.unit.conference_days import HEALTH, POLICE, march, refused
from tests.unit.joint_procedure_steps import CONFERENCE, FIRE, OFFICE, PLAN, SECTOR, WIDER, Do, R, act

S = JointStage


def test_the_whole_way_visits_every_stage_in_order_and_may_then_be_drawn() -> None:
    reached = [steps.after(number).stage for number in range(len(steps.WHOLE) + 1)]
    assert list(dict.fromkeys(reached)) == [stage for stage in S if stage not in (S.REJECTED, S.WITHDRAWN)]
    done = steps.after(steps.EFFECTIVE)
    assert (done.may_draw, done.drawable_on, done.version, done.plan) == (True, march(12), 1, PLAN)
    done.check_drawable(march(12))
    refused("A4.3.1", lambda: done.check_drawable(march(11)))
    assert "已生效" in repr(done)


@pytest.mark.parametrize("route", [{}, SECTOR, CONFERENCE])
def test_at_each_stage_only_the_next_of_the_usual_steps_is_taken(route: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for number in range(len(steps.WHOLE) + 1):
        one = steps.after(number, steps.drafted(by=act(note="合成说明"), **route))
        assert one.may_draw == (number == steps.EFFECTIVE)
        for other, do in enumerate(steps.WHOLE):
            with suppress(LawError, BrokenChainError):
                do(one)
                taken.add((number, other))
    # An answer may be changed, the same minutes recorded again, or for the first time once they are agreed.
    besides = {(2, 1), (7, 6), (6, 7)}
    attendance = {(0, 3)} if route is CONFERENCE else set[tuple[int, int]]()
    assert taken == {(number, number) for number in range(12)} | besides | attendance


@pytest.mark.parametrize(
    ("number", "do", "clause"),
    [
        (steps.ANSWERED, steps.liaise, "A4.1.6"),
        (steps.CONSULTED, steps.submit, "A4.2.3"),
        (steps.LIAISED, steps.hold, "A4.2.3"),
        (steps.SUBMITTED, lambda one: one.record_minutes(steps.drawn_up()), "A4.3.1"),
        (steps.SUBMITTED, lambda one: one.record_minutes(steps.finished()), "A4.3.1"),
        (0, lambda one: one.consult(act(OFFICE, R.OFFICE, 2)), "A4.2.2"),
        (0, lambda one: one.consult(act(HEALTH, day=2)), "A4.2.2"),
        (0, lambda one: one.consult(act(day=2), to=(HEALTH,)), "A4.2.2"),
        (0, lambda one: one.consult(act(day=2), to=(HEALTH, POLICE, FIRE)), "A4.2.2"),
        (1, lambda one: one.reply(act(FIRE, R.PARTICIPANT, 3), Answer.AGREED), "A4.2.2"),
        (1, lambda one: one.reply(act(HEALTH, R.MEMBER, 3), Answer.AGREED), "A4.2.2"),
        (1, lambda one: one.reply(act(HEALTH, R.PARTICIPANT, 1), Answer.AGREED), "A4.2.2"),
        (steps.EFFECTIVE, lambda one: one.withdraw(act(day=12, note="合成理由")), "A4.2.1"),
        (steps.EFFECTIVE, lambda one: one.withdraw(act(day=13, note="合成理由")), "A4.2.1"),
        (steps.DETERMINED, steps.hold, "A4.2.3"),
        (steps.MINUTED, lambda one: one.revise(act(day=9), Revision(plan=WIDER)), "A4.2.1"),
    ],
)
def test_a_step_out_of_place_is_refused_under_its_clause(number: int, do: Do, clause: str) -> None:
    refused(clause, lambda: do(steps.after(number)))


def test_minutes_may_be_recorded_at_once_or_after_each_of_their_steps() -> None:
    at_once = steps.after(steps.DETERMINED).record_minutes(steps.finished())
    assert at_once == steps.after(steps.EFFECTIVE)
    assert at_once.record_minutes(steps.finished()) == at_once


def test_what_is_done_on_the_minutes_stays_done() -> None:
    signed = steps.after(steps.SIGNED)
    for other in (steps.drawn_up(), steps.drawn_up(id="纪要〔2025〕8号")):
        with pytest.raises(BrokenChainError):
            signed.record_minutes(other)
    with pytest.raises(InvalidValueError):
        signed.record_minutes("纪要〔2025〕7号")  # type: ignore[arg-type]


def test_a_returned_plan_goes_through_everything_again_with_another_meeting_and_other_minutes() -> None:
    returned = steps.sitting(outcome=ResolutionOutcome.RETURNED)
    one = steps.held(given=returned)
    assert (one.stage, one.consultation.departments) == (S.DRAFTED, ())
    refused("A4.2.3", lambda: steps.submit(one))
    refused("A4.3.1", lambda: one.record_minutes(steps.drawn_up(returned)))
    again = one.consult(act(day=8))
    assert again.consultation.pending == (HEALTH, POLICE)
    for department in (HEALTH, POLICE):
        again = again.reply(act(department, R.PARTICIPANT, 8), Answer.AGREED)
    closed = again.close_consultation(act(day=8))
    first, late = steps.partial(), {"organised": act(OFFICE, R.OFFICE, 8), "held_on": march(8)}
    refused("A4.1.6", lambda: closed.hold_liaison_meeting(steps.prepared(first, **late)))
    second = steps.partial(id="m-2", convened=act(day=8))
    liaised = closed.hold_liaison_meeting(steps.prepared(second, **late))
    held = attrs.evolve(steps.meeting(second, day=9), liaison_meeting=steps.prepared(second, **late))
    determined = liaised.submit(act(day=9)).hold_conference(steps.sitting(held))
    assert determined.stage is S.DETERMINED
    refused("A4.3.1", lambda: determined.record_minutes(steps.drawn_up(returned)))


def test_a_rejected_plan_is_the_end() -> None:
    one = steps.held(given=steps.sitting(outcome=ResolutionOutcome.REJECTED))
    assert (one.stage, one.stage.is_final, one.may_draw) == (S.REJECTED, True, False)
    refused("A4.2.1", lambda: one.withdraw(act(day=8, note="合成理由")))
    refused("A4.3.1", lambda: one.record_minutes(steps.drawn_up(one.sitting)))


@pytest.mark.parametrize("number", range(steps.EFFECTIVE))
def test_a_withdrawal_has_a_reason_and_may_come_in_any_stage_before_the_end(number: int) -> None:
    one = steps.after(number)
    refused("A4.2.1", lambda: one.withdraw(act(day=12)))
    refused("A4.2.1", lambda: one.withdraw(act(OFFICE, R.OFFICE, 12, note="合成理由")))
    gone = one.withdraw(act(day=12, note="合成理由"))
    assert (gone.stage, gone.may_draw, gone.last_act.note) == (S.WITHDRAWN, False, "合成理由")
    refused("A4.2.1", lambda: gone.withdraw(act(day=12, note="合成理由")))


def test_a_withdrawal_does_not_come_before_what_was_done_on_the_minutes() -> None:
    refused("A4.2.1", lambda: steps.after(steps.SIGNED).withdraw(act(day=10, note="合成理由")))


def test_a_withdrawn_plan_is_never_drawn_however_far_the_minutes_come() -> None:
    gone = steps.after(steps.FILED).withdraw(act(day=10, note="合成理由"))
    later = gone.record_minutes(steps.finished())
    assert (later.stage, later.drawable_on) == (S.WITHDRAWN, None)
    refused("A4.3.1", lambda: later.check_drawable(march(31)))
    assert later.manifest_lines()["rules.joint.document"] == "合成〔2025〕10号"


def test_minutes_may_become_complete_on_the_day_of_the_withdrawal() -> None:
    gone = steps.after(steps.ISSUED).withdraw(act(day=12, note="合成理由"))
    assert gone.record_minutes(steps.finished()).stage is S.WITHDRAWN


def test_minutes_that_were_complete_before_a_withdrawal_leave_no_room_for_it() -> None:
    gone = steps.after(steps.DETERMINED).withdraw(act(day=20, note="合成理由"))
    refused("A4.2.1", lambda: gone.record_minutes(steps.finished()))


def test_a_relaxation_opens_the_draw_once_the_plan_is_determined() -> None:
    strict = steps.after(steps.DETERMINED)
    assert not strict.may_draw
    refused("A4.3.1", lambda: strict.check_drawable(march(8)))
    one = steps.after(steps.DETERMINED, steps.with_options(draw_after=S.DETERMINED, relaxation="合成理由"))
    assert one.drawable_on == march(7)
    refused("A4.3.1", lambda: one.check_drawable(march(6)))
    assert not one.withdraw(act(day=8, note="合成理由")).may_draw
    assert one.record_minutes(steps.finished()).drawable_on == march(7)


def test_the_manifest_names_stage_document_objections_and_relaxation() -> None:
    relaxed = steps.with_options(draw_after=S.DETERMINED, relaxation="合成理由")
    one = steps.hold(steps.submit(steps.liaise(steps.close(steps.answered(Answer.OBJECTED, relaxed)))))
    lines = {
        "rules.joint.conference": one.conference.id,
        "rules.joint.route": "LEAD_DEPARTMENT",
        "rules.joint.version": "1",
        "rules.joint.stage": "DETERMINED",
        "rules.joint.document": "合成〔2025〕7号",
        "rules.joint.drawable_on": "2025-03-07",
        "rules.joint.objections": HEALTH,
        "rules.joint.relaxed": "draw_after DETERMINED：合成理由",
    }
    assert one.manifest_lines() == lines
    minuted = one.record_minutes(steps.filed(steps.consented(steps.drawn_up()))).manifest_lines()
    assert minuted == lines | {"rules.joint.stage": "MINUTES_FILED", "rules.joint.document": "合成〔2025〕10号"}
    assert [check_field(value, name) for name, value in lines.items()]


def test_a_procedure_cannot_be_forged_by_writing_a_stage_or_leaving_steps_out() -> None:
    done = steps.after(steps.EFFECTIVE)
    with pytest.raises(BrokenChainError):
        attrs.evolve(done, steps=(attrs.evolve(done.steps[0], stage=S.EFFECTIVE),))
    for number in range(len(done.steps)):
        with pytest.raises((LawError, BrokenChainError)):
            attrs.evolve(done, steps=(*done.steps[:number], *done.steps[number + 1 :]))
    for given in ((), (attrs.evolve(done.steps[0], details=Letter(to=(HEALTH,))), *done.steps[1:]), ("拟定方案",)):
        with pytest.raises(InvalidValueError):
            attrs.evolve(done, steps=given)  # type: ignore[arg-type]


def test_minutes_cannot_be_forged_either() -> None:
    done = steps.after(steps.EFFECTIVE)
    assert attrs.evolve(done, minutes=None).stage is S.DETERMINED
    elsewhere = steps.sitting(steps.meeting(day=8))
    refused("A4.3.1", lambda: attrs.evolve(done, minutes=steps.drawn_up(elsewhere)))
    refused("A4.3.1", lambda: attrs.evolve(steps.drafted(), minutes=steps.finished()))
    with pytest.raises(InvalidValueError):
        attrs.evolve(done, minutes="纪要〔2025〕7号")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "route"),
    [(0, {}), (steps.CONSULTED, SECTOR), (steps.DETERMINED, {}), (steps.AGREED, {}), (steps.EFFECTIVE, CONFERENCE)],
)
def test_a_procedure_comes_back_from_json(number: int, route: dict[str, Any]) -> None:
    one = steps.after(number, steps.drafted(by=act(note="合成说明"), **route))
    assert from_json(to_json(one), JointProcedure) == one


def test_a_revised_and_changed_one_comes_back_too() -> None:
    changed = {"outcome": ResolutionOutcome.ADOPTED_WITH_CHANGES, "adopted": WIDER}
    given = steps.sitting(steps.meeting(steps.partial(called=WIDER.members)), **changed)
    one = steps.after(steps.CONSULTED).revise(act(day=4), Revision(plan=PLAN))
    one = steps.submit(one.hold_liaison_meeting(given.meeting.liaison_meeting)).hold_conference(given)
    gone = one.withdraw(act(day=8, note="合成理由"))
    assert from_json(to_json(gone), JointProcedure) == gone


def test_json_in_which_a_stage_was_written_is_refused() -> None:
    text = to_json(steps.after(steps.SIGNED)).replace("已提请联席会议", "已生效")
    with pytest.raises(ValueError, match="步骤所载阶段与程序不符"):
        from_json(text, JointProcedure)


def test_the_conference_itself_never_takes_part_a1_1() -> None:
    own = LIYANG_CONFERENCE.id
    refused("A1.1", lambda: steps.drafted(JointPlan(id="联合-07", initiator=own, participants=(HEALTH,)), by=act(own)))
    refused("A1.1", lambda: steps.drafted(attrs.evolve(PLAN, participants=(HEALTH, own))))
    revision = Revision(plan=attrs.evolve(PLAN, participants=(HEALTH, own)))
    refused("A1.1", lambda: steps.drafted().revise(act(day=2), revision))


def test_a_department_outside_the_conference_may_lead_or_take_part() -> None:
    outside = JointPlan(id="联合-07", initiator="320481-TJJ", participants=(HEALTH, "320400-SCJG"))
    assert steps.drafted(outside, by=act("320481-TJJ")).plan == outside


def test_a_procedure_has_the_conference_and_options() -> None:
    for changes in ({"conference": OFFICE}, {"options": "defaults"}, {"route": "一个部门牵头发起"}):
        with pytest.raises(InvalidValueError):
            attrs.evolve(steps.drafted(), **changes)  # type: ignore[arg-type]
