"""F1, F2 and F3 from real dossiers: true, false, and not established: 4.2.5 to 4.2.7."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import attrs
import pytest

from shuangsuiji.accountability.cases import SubjectKind
from shuangsuiji.accountability.derive_inspected import derive_inspected
from shuangsuiji.accountability.derive_parts import fact_of
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.draws import match
from shuangsuiji.inspection import (
    CrimeSuspicion,
    Dossier,
    FollowUpMeasure,
    Objection,
    ObjectionAnswer,
    ObjectionVerdict,
    Outcome,
    Result,
    Visit,
    enter,
    file_draw,
    file_records,
    open_dossier,
)
from shuangsuiji.inspection.dossier_parts import citation_of
from shuangsuiji.inspection.following import carry_out, close_follow_up, open_follow_up
from shuangsuiji.law import SUZHOU_2025, Duty
from shuangsuiji.planning import PointMark
from shuangsuiji.terms import InspectionMethod
from tests.unit.accountability_days import (
    AS_OF,
    EVENT_ON,
    basis,
    case,
    corrected,
    filed,
    forged_draw,
    inspection,
    officers,
    register,
    result,
    sheet,
    steps,
    undrawn,
)
from tests.unit.builders import AGENCY, inspector_pool, plan_of, recusal, task
from tests.unit.dossier_days import (
    COMMITTED_ON,
    ENTERED_ON,
    PUBLISHED_ON,
    VISITED_ON,
    entered,
    opened,
    published,
)
from tests.unit.inspection_days import (
    HEALTH,
    found,
    guide,
    joint_draw,
    joint_items,
    joint_matching,
    joint_people,
    lapsed,
    marks_of,
    own_draw,
    problem,
    shared_object,
    sheet_of,
    visited,
)

TRUE, FALSE, OPEN = Truth.TRUE, Truth.FALSE, Truth.NOT_ESTABLISHED


def facts(known: RecordsBasis | None = None, /, **changes: object) -> Mapping[str, Fact]:
    return {code: one.fact for code, one in derive_inspected(case(**changes), known or basis()).items()}


def values(known: RecordsBasis | None = None, /, **changes: object) -> tuple[Truth, ...]:
    """Return how F1, F2 and F3 stand."""
    return tuple(one.value for one in facts(known, **changes).values())


def with_visit(visit: Visit, **changes: object) -> RecordsBasis:
    """Return a basis whose dossier holds this visit, and its result without a problem."""
    return basis(filed(*steps(entered(found(visit)))), **changes)


def test_an_inspection_by_the_list_that_found_nothing_and_was_done_as_asked_4_2_5() -> None:
    assert values() == (TRUE, TRUE, TRUE)


def test_every_part_of_a_fact_stands_among_its_evidence_4_2_5() -> None:
    kinds = [one.kind for one in facts()["F1"].evidence]
    assert {"ItemList", "AnnualPlan", "Draw", "Visit", "InspectionGuide", "CheckSheet"} <= set(kinds)
    assert all(one.note.startswith("[成立]") for one in facts()["F1"].evidence)
    assert all(one.as_of == AS_OF for each in facts().values() for one in each.evidence)


# F1


def test_a_version_of_the_item_that_the_list_of_the_day_did_not_hold_is_false_4_2_5() -> None:
    items = joint_items()
    newer = attrs.evolve(items["labels"], version=2, effective_on=date(2025, 6, 1))
    later = attrs.evolve(items, version=2, effective_on=date(2025, 6, 1), items=(newer, items["hygiene"]))
    assert facts(basis(lists=(items, later)))["F1"].value is FALSE
    dropped = attrs.evolve(later, items=(items["hygiene"],))
    assert facts(basis(lists=(items, dropped)))["F1"].value is FALSE


def test_a_list_that_is_not_at_hand_or_is_not_the_cited_one_settles_nothing_4_2_5() -> None:
    items = joint_items()
    other = attrs.evolve(items, items=(items["labels"],))
    for lists in ((), (other,)):
        one = facts(basis(lists=lists))["F1"]
        assert one.value is OPEN
        assert "清单" in one.missing[0].zh


def test_a_plan_that_is_not_at_hand_or_not_the_cited_one_settles_nothing_4_2_5() -> None:
    bare = attrs.evolve(joint_matching().commitment, basis=None)
    main = attrs.evolve(joint_draw(), commitment=bare)
    record = attrs.evolve(joint_matching(), draw=main)
    assert facts(basis(draws=(record,)))["F1"].value is OPEN
    made = joint_matching().commitment.basis
    assert made is not None
    assert facts(basis(draws=(record,), plans=(made.plan,)))["F1"].value is TRUE
    assert facts(basis(draws=(record,), plans=(plan_of(task()),)))["F1"].value is OPEN


def test_a_draw_that_is_not_at_hand_settles_nothing_4_2_5() -> None:
    one = facts(basis(filed(), draws=()))["F1"]
    assert one.value is OPEN
    assert any("抽取记录" in each.zh for each in one.missing)
    assert facts(basis(filed(), draws=(joint_matching().commitment,)))["F1"].value is OPEN
    assert facts(basis(filed(), draws=(), discarded=(joint_matching(),)))["F1"].value is OPEN


def test_a_draw_with_another_beacon_is_not_the_filed_one_4_2_5() -> None:
    forged = match(forged_draw())
    assert forged.commitment.commit == joint_matching().commitment.commit
    one = facts(basis(draws=(forged,)))["F1"]
    assert one.value is OPEN
    assert "归档的有效抽取" in one.because_zh


def test_officers_who_are_not_those_of_the_lot_make_it_false_4_2_5() -> None:
    visit = inspection()
    others = tuple(
        attrs.evolve(one, id="JS0099", certificate="JS0099") if one.id == officers()[1] else one
        for one in visit.officers
    )
    strange = attrs.evolve(visit, officers=others)
    one = facts(with_visit(strange))["F1"]
    assert one.value is FALSE
    assert "未按抽取实施" in one.because_zh
    by_hand = attrs.evolve(visit, matched=False)
    assert facts(with_visit(by_hand))["F1"].value is FALSE


def test_too_few_officers_make_it_false_4_2_5() -> None:
    visit = inspection()
    alone = attrs.evolve(visit, matched=False, officers=tuple(one for one in visit.officers if one.id != officers()[1]))
    one = facts(with_visit(alone))["F1"]
    assert one.value is FALSE
    assert "不足" in one.because_zh


def test_a_sheet_of_another_guide_makes_it_false_and_none_leaves_it_open_4_2_5() -> None:
    newer = guide(version=2)
    assert facts(basis(guides=(newer, guide())))["F1"].value is FALSE
    assert facts(basis(guides=()))["F1"].value is OPEN
    assert facts(basis(sheets=()))["F1"].value is OPEN


def test_a_task_that_matches_nobody_leaves_open_why_4_2_5() -> None:
    object_id = min(own_draw().taken.live)
    visit = visited(own_draw(), object_id)
    of = basis(own_dossier(visit), draws=(own_draw(),), lists=own_lists())
    one = facts(of, object_id=object_id, subject="JS0001")
    assert one["F1"].value is OPEN
    assert "未随机匹配" in one["F1"].because_zh


def own_lists() -> tuple[object, ...]:
    made = own_draw().commitment.basis
    assert made is not None
    return (made.items,)


def own_dossier(visit: Visit) -> Dossier:
    made = own_draw().commitment.basis
    assert made is not None
    begun = open_dossier(own_draw().commitment, date(2025, 5, 11))
    records = [(file_draw(own_draw(), made.items), date(2025, 5, 13)), *steps(entered(found(visit)))]
    return file_records(begun, records)


def test_a_list_older_than_the_cited_one_settles_nothing_4_2_5() -> None:
    items = joint_items()
    later = filed((citation_of(attrs.evolve(items, version=2)), VISITED_ON), *steps(result()))
    one = facts(basis(later))["F1"]
    assert one.value is OPEN
    assert "版本不在手" in one.because_zh


def test_a_plan_without_the_task_makes_it_false_4_2_5() -> None:
    bare = attrs.evolve(joint_matching().commitment, basis=None)
    record = attrs.evolve(joint_matching(), draw=attrs.evolve(joint_draw(), commitment=bare))
    other = plan_of(task(id="另一任务"))
    cited = filed((citation_of(other), VISITED_ON), *steps(result()))
    one = facts(basis(cited, draws=(record,), plans=(other,)))["F1"]
    assert one.value is FALSE
    assert "没有该任务" in one.because_zh
    changed = attrs.evolve(other, tasks=(task(),))
    assert facts(basis(cited, draws=(record,), plans=(changed,)))["F1"].value is OPEN


# F2


def test_a_problem_that_was_found_is_false_4_2_6() -> None:
    known = basis(filed(*steps(entered(problem(inspection())))))
    assert facts(known)["F2"].value is FALSE


@pytest.mark.parametrize("outcome", [Outcome.UNREACHABLE, Outcome.NO_SUCH_ACTIVITY, Outcome.DEREGISTERED])
def test_who_could_not_be_inspected_settles_nothing_4_2_6(outcome: Outcome) -> None:
    told = found(inspection(), outcome=outcome, finding="合成说明")
    one = facts(basis(filed(*steps(entered(told)))))["F2"]
    assert one.value is OPEN
    assert str(outcome) in one.because_zh


def test_the_current_result_counts_and_the_history_is_shown_4_2_6() -> None:
    first = entered(problem(inspection()))
    one = facts(basis(corrected(first, Outcome.NO_PROBLEM, date(2025, 6, 20))))["F2"]
    assert one.value is TRUE
    assert [each.reference for each in one.evidence] == [first.id, "R-更正"]
    assert "合成更正" in one.evidence[1].note
    back = corrected(result(), Outcome.CORRECTED_ON_ORDER, date(2025, 6, 20))
    assert facts(basis(back))["F2"].value is FALSE


def test_a_correction_after_the_event_settles_nothing_4_2_6() -> None:
    late = corrected(entered(problem(inspection())), Outcome.NO_PROBLEM, EVENT_ON + timedelta(days=1))
    one = facts(basis(late))["F2"]
    assert one.value is OPEN
    assert "更正" in one.because_zh
    same = corrected(result(), Outcome.NO_PROBLEM, EVENT_ON + timedelta(days=1))
    assert facts(basis(same))["F2"].value is TRUE


def test_a_result_filed_after_the_event_settles_nothing_4_2_6() -> None:
    late = filed((inspection(), VISITED_ON), (result(), EVENT_ON + timedelta(days=1)))
    one = facts(basis(late))["F2"]
    assert one.value is OPEN
    assert "签字的检查表" in one.missing[0].zh


def test_a_result_that_was_filed_before_its_entry_is_on_file_since_then_4_2_6() -> None:
    early = found(inspection())
    known = filed(
        (inspection(), VISITED_ON), (early, date(2025, 6, 12)), (entered(early), EVENT_ON + timedelta(days=1))
    )
    assert facts(basis(known))["F2"].value is TRUE


def test_no_result_and_two_results_settle_nothing_4_2_6() -> None:
    assert facts(basis(filed((inspection(), VISITED_ON))))["F2"].value is OPEN
    other = attrs.evolve(result(), id="R-另一")
    rivals = filed(*steps(result()), (other, PUBLISHED_ON))
    one = facts(basis(rivals))["F2"]
    assert one.value is OPEN
    assert "互相矛盾" in one.because_zh


def test_marks_that_say_otherwise_settle_nothing_4_2_6() -> None:
    visit = attrs.evolve(inspection(), marks=marks_of(sheet(), PointMark.NONCONFORMING))
    one = facts(with_visit(visit))["F2"]
    assert one.value is OPEN
    assert "不符合" in one.because_zh


# F3


def test_a_point_without_a_mark_makes_it_false_4_2_7() -> None:
    one = facts(with_visit(inspection(marked=False)))["F3"]
    assert one.value is FALSE
    assert "date、name" in one.because_zh
    assert facts(with_visit(inspection(marked=False), sheets=()))["F3"].value is FALSE
    assert facts(with_visit(inspection(marked=False), sheets=(), guides=()))["F3"].value is OPEN


def test_a_sheet_of_another_object_or_a_strange_mark_makes_it_false_4_2_7() -> None:
    paper = sheet_of("另一对象", team=officers())
    items = tuple(
        attrs.evolve(one, sheet_digest=paper.digest) if one.item_code == "labels" else one for one in inspection().items
    )
    visit = attrs.evolve(inspection(), items=items)
    assert facts(with_visit(visit, sheets=(paper,)))["F3"].value is FALSE
    extra = attrs.evolve(inspection().marks[0], point_id="extra")
    more = attrs.evolve(inspection(), marks=(*inspection().marks, extra))
    assert facts(with_visit(more))["F3"].value is FALSE


def test_a_method_that_the_guide_does_not_allow_makes_it_false_4_2_7() -> None:
    items = tuple(
        attrs.evolve(one, methods=(InspectionMethod.DOCUMENT,)) if one.item_code == "labels" else one
        for one in inspection().items
    )
    visit = attrs.evolve(inspection(), items=items)
    one = facts(with_visit(visit))["F3"]
    assert one.value is FALSE
    assert "检查方式" in one.because_zh
    assert "检查方式均" in facts(with_visit(visit, guides=()))["F3"].evidence[2].note
    assert facts(basis(lists=(), guides=()))["F3"].value is OPEN


def test_certificates_are_held_against_the_pool_of_the_day_4_2_7() -> None:
    assert facts(basis(people=()))["F3"].value is OPEN
    people = joint_people()
    gone = inspector_pool(*(one for one in people.inspectors if one.id != officers()[0]), absences=())
    one = facts(basis(people=(gone,)))["F3"]
    assert one.value is FALSE
    assert "不在当日人员名录库" in one.because_zh
    number = int(officers()[0].removeprefix("JS"))
    ended = inspector_pool(
        *(one for one in people.inspectors if one.id != officers()[0]), lapsed(number, date(2025, 6, 9)), absences=()
    )
    assert facts(basis(people=(ended,)))["F3"].value is FALSE


def test_a_recusal_that_was_not_kept_makes_it_false_4_2_7() -> None:
    kept = recusal(object_id=shared_object(), inspector_id="JS0099")
    assert facts(basis(recusals=(kept,)))["F3"].value is TRUE
    broken = recusal(object_id=shared_object(), inspector_id=officers()[0])
    assert facts(basis(recusals=(broken,)))["F3"].value is FALSE
    assert facts(basis(recusals=None))["F3"].value is OPEN


def test_an_entry_after_its_term_makes_it_false_and_one_that_runs_leaves_it_open_4_2_7() -> None:
    late = enter(found(inspection()), on=date(2025, 7, 9), by=AGENCY)
    one = facts(basis(filed((inspection(), VISITED_ON), (late, date(2025, 7, 9)))))["F3"]
    assert one.value is FALSE
    assert "逾期" in one.because_zh
    running = basis(filed((inspection(), VISITED_ON), (result(), ENTERED_ON)), as_of=date(2025, 7, 1))
    assert facts(running, event_on=date(2025, 7, 1))["F3"].value is OPEN
    nothing = basis(filed((inspection(), VISITED_ON)))
    assert facts(nothing)["F3"].value is FALSE


def test_a_publication_of_another_text_of_the_result_settles_nothing_4_2_7() -> None:
    other = attrs.evolve(result(), platform_number="P-其他")
    known = filed((inspection(), VISITED_ON), (result(), ENTERED_ON), (published(other), PUBLISHED_ON))
    assert facts(basis(known))["F3"].value is OPEN


def followed(*, closed: bool) -> Dossier:
    """Return a dossier with a problem that is followed up."""
    bad = entered(problem(inspection()))
    made = joint_matching().commitment.basis
    assert made is not None
    measure = FollowUpMeasure.ORDER_AND_WATCH
    one = open_follow_up(
        bad,
        made.pool,
        follow_up_id="HX-01",
        measures=(measure,),
        opened_on=ENTERED_ON,
        document="合成",
        department=AGENCY,
    )
    records = steps(bad)
    if not closed:
        return filed(*records, (one, PUBLISHED_ON))
    done = carry_out(one, measure=measure, on=PUBLISHED_ON, done="已改正", document="合成复核")
    return filed(*records, (close_follow_up(done, on=PUBLISHED_ON, done="办结", document="合成办结"), PUBLISHED_ON))


def test_a_problem_is_followed_up_to_the_end_4_2_7() -> None:
    assert facts(basis(followed(closed=True)))["F3"].value is TRUE
    assert facts(basis(filed(*steps(entered(problem(inspection()))))))["F3"].value is FALSE
    assert facts(basis(followed(closed=False)))["F3"].value is OPEN
    overdue = basis(followed(closed=False), as_of=date(2025, 8, 31), terms=basis().terms)
    assert facts(overdue)["F3"].value is FALSE


def test_an_objection_without_an_answer_counts_4_2_7() -> None:
    objection = Objection(id="异议-01", publication=published(result()), filed_on=date(2025, 6, 20), grounds="合成")
    known = filed(*steps(result()), (objection, date(2025, 6, 20)))
    one = facts(basis(known))["F3"]
    assert one.value is OPEN
    assert "异议尚未答复" in one.because_zh


def test_an_objection_that_was_right_and_is_not_corrected_counts_4_2_7() -> None:
    objection = Objection(id="异议-01", publication=published(result()), filed_on=date(2025, 6, 20), grounds="合成")
    answer = ObjectionAnswer(
        objection=objection, on=date(2025, 6, 23), by=AGENCY, verdict=ObjectionVerdict.UPHELD, reasons="合成"
    )
    known = filed(*steps(result()), (objection, date(2025, 6, 20)), (answer, date(2025, 6, 23)))
    assert "更正尚未公示" in facts(basis(known))["F3"].because_zh
    other = attrs.evolve(objection, publication=published(hygiene()))
    elsewhere = filed(*sorted((*steps(result()), *steps(hygiene())[1:], (other, date(2025, 6, 20))), key=by_day))
    assert facts(basis(elsewhere))["F3"].value is TRUE


def by_day(step: tuple[object, date]) -> date:
    return step[1]


def hygiene() -> Result:
    return entered(found(inspection(), item_code="hygiene", department=HEALTH))


def test_a_suspected_crime_that_was_not_referred_in_time_makes_it_false_4_2_7() -> None:
    bad = entered(problem(inspection()))
    suspicion = CrimeSuspicion(
        id="涉罪-01", department=AGENCY, found_on=PUBLISHED_ON, grounds="数额较大", document="报告（合成）", result=bad
    )
    one = facts(basis(filed(*steps(bad), (suspicion, PUBLISHED_ON))))["F3"]
    assert one.value is FALSE
    assert "涉罪-01" in one.because_zh


def test_a_duty_of_a_later_text_counts_where_it_binds_4_2_7() -> None:
    told = {"text_zh": "检查须经批准", "effective_on": date(2025, 1, 1), "name": "inspection.prior_approval"}
    duty = Duty(source=SUZHOU_2025.ref("14"), verified=True, active=True, **told)  # type: ignore[arg-type]
    assert facts(basis(duties=(duty,)))["F3"].value is FALSE
    heard = Duty(source="合成报道", verified=False, active=False, **told)  # type: ignore[arg-type]
    assert facts(basis(duties=(heard,)))["F3"].value is OPEN


def test_a_record_that_rests_on_nothing_filed_leaves_it_open_4_2_7() -> None:
    known = filed((inspection(), VISITED_ON), (published(result()), PUBLISHED_ON))
    assert facts(basis(known))["F3"].value is OPEN


# All three


def test_an_officer_who_did_not_go_answers_for_no_visit() -> None:
    assert values(subject="JS0099") == (OPEN, OPEN, OPEN)
    assert "JS0099" in facts(subject="JS0099")["F1"].because_zh
    assert values(subject="JS0099", subject_kind=SubjectKind.UNIT) == (TRUE, TRUE, TRUE)


def test_a_visit_after_the_event_or_before_the_span_is_not_the_one() -> None:
    assert values(event_on=date(2025, 6, 9)) == (OPEN, OPEN, OPEN)
    assert values(event_on=date(2026, 1, 8)) == (OPEN, OPEN, OPEN)


def test_an_item_that_was_not_inspected_leaves_all_open() -> None:
    assert values(item_codes=("labels", "lifts")) == (OPEN, OPEN, OPEN)


def test_of_several_visits_the_last_counts() -> None:
    again = attrs.evolve(
        inspection(),
        id="V-2",
        started_at=inspection().started_at + timedelta(days=2),
        ended_at=inspection().ended_at + timedelta(days=2),
    )
    bad = attrs.evolve(problem(again), formed_on=date(2025, 6, 13))
    more = ((again, date(2025, 6, 16)), (entered(bad), date(2025, 6, 16)))
    assert facts(basis(filed(*steps(result()), *more)))["F2"].value is FALSE


def test_a_broken_dossier_leaves_all_open_and_is_named() -> None:
    dossier = filed()
    entries = (*dossier.entries[:-1], attrs.evolve(dossier.entries[-1], on=date(2025, 6, 17)))
    found_ = facts(basis(attrs.evolve(dossier, entries=entries), heads=(dossier.head,)))
    assert [one.value for one in found_.values()] == [OPEN, OPEN, OPEN]
    assert all(any("断链" in each.zh for each in one.missing) for one in found_.values())


def test_a_broken_dossier_of_another_agency_counts_where_it_holds_the_object() -> None:
    dossier = filed()
    broken = attrs.evolve(dossier, entries=(*dossier.entries[:-1], attrs.evolve(dossier.entries[-1], number=99)))
    of = basis(broken, heads=(dossier.head,))
    assert is_broken(facts(of, department=HEALTH, item_codes=("hygiene",))["F1"])
    assert not is_broken(facts(of, department="320481-YJJ", object_id="别处", subject="某")["F1"])


def is_broken(one: Fact) -> bool:
    return any("断链" in each.zh for each in one.missing)


def test_two_dossiers_of_one_draw_settle_nothing_4_2_5() -> None:
    begun = open_dossier(joint_matching().commitment, COMMITTED_ON, dossier_id="另一案卷")
    assert facts(basis(filed(), begun))["F1"].value is OPEN
    unfiled = file_records(begun, steps(result()))
    assert facts(basis(unfiled))["F1"].value is OPEN
    broken = attrs.evolve(unfiled, entries=(*unfiled.entries[:-1], attrs.evolve(unfiled.entries[-1], number=99)))
    of = basis(broken, heads=(unfiled.head,))
    assert is_broken(facts(of, department=HEALTH, object_id=undrawn(), item_codes=("hygiene",))["F1"])
    assert not is_broken(facts(of, department="320481-YJJ", object_id=undrawn(), item_codes=("hygiene",))["F1"])


def test_a_fact_without_a_part_is_open() -> None:
    assert fact_of("F1", ()).fact.value is OPEN


def test_what_no_published_head_holds_settles_nothing() -> None:
    assert values(basis(heads=())) == (OPEN, OPEN, OPEN)
    short = basis(heads=(opened().head,))
    assert values(short) == (OPEN, OPEN, OPEN)
    upto = file_records(opened(), steps(result())[:2]).head
    assert values(basis(heads=(upto,))) == (TRUE, TRUE, OPEN)
    assert register().head.entries == 1
