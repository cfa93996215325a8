"""What looks proven and is not: each trap found, and none where there is none: 4.2.4."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import attrs

from shuangsuiji.accountability.basis_parts import ExclusionRecord
from shuangsuiji.accountability.cases import SubjectKind
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.accountability.facts import Fact, FactEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.trap_kinds import TRAPS
from shuangsuiji.accountability.traps import traps_of
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.draws import Draw, match, substitute
from shuangsuiji.inspection import CaseLead, LeadStepKind, Outcome, append_entry
from shuangsuiji.planning import CapWaiver, SamplingDesign, SupervisionMode
from shuangsuiji.terms import AbsenceReason, ReplacementReason
from shuangsuiji.values import Finding, Severity
from tests.unit.accountability_days import (
    EVENT_ON,
    STATED_AT,
    basis,
    case,
    corrected,
    filed,
    inspection,
    officers,
    result,
    steps,
    undrawn,
)
from tests.unit.builders import (
    AGENCY,
    committed,
    design,
    drawn,
    enterprise,
    plan_of,
    pool_of,
    recusal,
    task,
    uscc,
)
from tests.unit.dossier_days import entered, opened
from tests.unit.inspection_days import (
    HEALTH,
    found,
    joint_draw,
    joint_matching,
    labels_only,
    next_round,
    problem,
    shared_object,
)
from tests.unit.lead_days import filled, lead, statement, step


def traps(of: RecordsBasis, given: Iterable[Fact] = (), /, **changes: object) -> tuple[Finding, ...]:
    return traps_of(case(**changes), of, given)


def codes(of: RecordsBasis, given: Iterable[Fact] = (), /, **changes: object) -> set[str]:
    return {one.code for one in traps(of, given, **changes)}


def known(*draws: object, **changes: object) -> RecordsBasis:
    return basis(draws=draws, **{"dossiers": (), "heads": (), **changes})


def one_draw(number: int = 0, /, **changes: object) -> Draw:
    return drawn(committed(task(design("5%")), None, number, **changes), number)


def left(draw: Draw) -> str:
    taken = draw.taken.drawn["labels"]
    return next(id_ for id_ in draw.commitment.frames["labels"].ids if id_ not in taken)


def test_every_trap_has_a_severity_and_a_clause() -> None:
    assert all(code.startswith("trap.") for code in TRAPS)
    assert {severity for severity, _ in TRAPS.values()} == set(Severity)


def test_a_case_without_a_trap_has_none() -> None:
    draw = one_draw()
    assert traps(known(draw), object_id=left(draw), subject="JS0001") == ()


def test_the_gravest_comes_first() -> None:
    found_ = traps(known(one_draw()), object_id=uscc(77), subject=AGENCY, subject_kind=SubjectKind.UNIT)
    assert [one.severity for one in found_] == [Severity.ERROR, Severity.NOTE]


def test_an_object_that_the_pool_lacks_4_2_11() -> None:
    (one,) = traps(known(one_draw()), object_id=uscc(77))
    assert (one.code, one.severity) == ("trap.pool_omission", Severity.ERROR)
    assert one.clause is not None
    assert one.clause.clause == "2.3.1"
    assert "trap.pool_omission" in codes(known(pools=(pool_of(),)), object_id=uscc(77))
    assert "trap.pool_omission" not in codes(known(pools=(pool_of(),)), object_id=uscc(7))


def test_who_was_left_out_and_by_whom_2_1_9() -> None:
    draw = one_draw(excluded={uscc(3): "手工排除", uscc(4): "冷却期", uscc(5): "注销", uscc(6): "自定原因"})
    of = known(draw)
    assert codes(of, object_id=uscc(3)) == {"trap.excluded_by_hand"}
    assert codes(of, object_id=uscc(4)) == {"trap.excluded_spared"}
    assert codes(of, object_id=uscc(5)) == {"trap.excluded"}
    assert codes(of, object_id=uscc(6)) == {"trap.excluded_by_hand"}
    told = {
        "object_id": uscc(3),
        "commit": draw.commitment.commit,
        "on": date(2025, 5, 1),
        "document": "合成〔2025〕3号",
    }
    record = ExclusionRecord(department=AGENCY, **told)  # type: ignore[arg-type]
    assert codes(known(draw, exclusions=(record,)), object_id=uscc(3)) == {"trap.excluded_by_concerned"}


def test_drawn_and_not_visited_yet_is_neither_exemption() -> None:
    unvisited = basis(opened())
    assert "trap.not_due" in codes(unvisited)
    assert "trap.visit_overdue" in codes(unvisited, event_on=date(2025, 8, 1))
    assert not {"trap.not_due", "trap.visit_overdue"} & codes(basis())


def test_drawn_in_an_attempt_that_was_thrown_away_4_2_11() -> None:
    thrown = one_draw()
    second = one_draw(1, earlier=[thrown])
    id_ = next(id_ for id_ in thrown.taken.drawn["labels"] if id_ not in second.taken.drawn["labels"])
    assert codes(known(second, discarded=(thrown,)), object_id=id_) == {"trap.drawn_in_attempt", "trap.redraw"}


def test_a_task_that_is_committed_more_often_than_planned_and_one_that_failed_2_1_9() -> None:
    first = one_draw()
    second = one_draw(1, earlier=[first])
    id_ = next(
        id_
        for id_ in first.commitment.frames["labels"].ids
        if id_ not in {*first.taken.drawn["labels"], *second.taken.drawn["labels"]}
    )
    assert codes(known(first, second), object_id=id_) == {"trap.redraw"}
    failed = committed(task(design("5%")))
    again = one_draw(1, earlier=[failed])
    assert codes(known(again, discarded=(failed,)), object_id=left(again)) == {"trap.redraw", "trap.failed"}


def test_a_draw_that_is_not_revealed_4_2_11() -> None:
    (one,) = traps(known(committed(task(design("5%")))), object_id=uscc(3))
    assert (one.code, "2025-07-31" in one.zh) == ("trap.unrevealed", True)


def test_a_stratum_that_could_draw_nobody() -> None:
    one = SamplingDesign(item_code="labels", ratios={"溧城": "10%", "戴埠": "0%", "天目湖": "10%"})
    draw = drawn(committed(task(one, strata=("region",))))
    none = next(enterprise(number).id for number in range(60) if enterprise(number).region == "戴埠")
    assert codes(known(draw), object_id=none) == {"trap.no_chance"}


def test_serials_that_are_missing_2_1_9() -> None:
    draw = one_draw()
    more = {AGENCY: {1: draw.commitment.commit, 2: "ab" * 32}}
    assert codes(known(draw, gazettes=more), object_id=left(draw)) == {"trap.serials"}


def test_the_exemption_of_those_who_were_not_sent_reaches_nobody_else_4_2_13() -> None:
    draw = one_draw()
    for kind in (SubjectKind.POOL_KEEPER, SubjectKind.UNIT):
        assert codes(known(draw), object_id=left(draw), subject="某科", subject_kind=kind) == {"trap.not_officer"}


def test_a_lead_before_the_event_that_nobody_had_looked_into_3_4_1() -> None:
    draw = one_draw()
    told = {"object_id": uscc(1)}

    def of(*records: object) -> RecordsBasis:
        papers = filled(*records, at=datetime.fromisoformat("2025-06-09T16:00:00+08:00"))  # type: ignore[arg-type]
        whole = statement(first=date(2025, 1, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
        return known(draw, registers=(append_entry(papers, whole, recorded_at=STATED_AT),))

    assert "trap.lead_unhandled" in codes(of(lead()), **told)
    assert "trap.lead_open" in codes(of(lead()), object_id=uscc(1), event_on=date(2025, 6, 10))
    assert not {"trap.lead_unhandled", "trap.lead_open"} & codes(of(lead(), step(LeadStepKind.DISPOSED)), **told)
    after: CaseLead = lead(received_on=EVENT_ON + timedelta(days=1), received_at=None)
    late = filled(after, at=datetime.fromisoformat("2025-07-11T16:00:00+08:00"))
    assert not {"trap.lead_unhandled", "trap.lead_open"} & codes(known(draw, registers=(late,)), **told)


def test_a_lead_of_before_the_span_that_nobody_had_looked_into_by_the_event_3_4_1() -> None:
    papers = filled(lead(), at=datetime.fromisoformat("2025-06-09T16:00:00+08:00"))
    of = known(one_draw(), registers=(papers,), as_of=date(2026, 1, 9))
    assert "trap.lead_unhandled" in codes(of, object_id=uscc(1), event_on=date(2026, 1, 8))
    assert "trap.lead_unhandled" not in codes(of, object_id=uscc(2), event_on=date(2026, 1, 8))


def test_who_was_drawn_for_another_item_than_that_of_the_case_4_2_11() -> None:
    object_id = labels_only()
    (one,) = [each for each in traps(basis(), object_id=object_id, item_codes=("hygiene",)) if "other" in each.code]
    assert (one.code, one.severity) == ("trap.drawn_for_other_item", Severity.ERROR)
    assert "labels" in one.where
    assert "trap.drawn_for_other_item" not in codes(basis(), object_id=object_id)
    health = codes(basis(), object_id=object_id, item_codes=("hygiene",), department=HEALTH)
    assert "trap.drawn_for_other_item" not in health
    undone = codes(known(joint_matching()), object_id=object_id, item_codes=("hygiene",), department=HEALTH)
    assert "trap.drawn_for_other_item" in undone


def test_who_was_left_out_by_a_rule_on_the_word_of_whoever_is_concerned_2_1_9() -> None:
    draw = one_draw(excluded={uscc(4): "冷却期"})
    record = ExclusionRecord(
        object_id=uscc(4),
        commit=draw.commitment.commit,
        department="320481-YJJ",
        on=date(2025, 5, 1),
        document="合成〔2025〕3号",
        decided_by=officers()[0],
    )
    found_ = codes(known(draw, exclusions=(attrs.evolve(record, decided_by=""), record)), object_id=uscc(4))
    assert found_ == {"trap.excluded_by_concerned"}


def test_serials_of_another_agency_that_could_have_drawn_2_1_9() -> None:
    draw = one_draw()
    other = {AGENCY: {1: draw.commitment.commit}, HEALTH: {1: "ab" * 32}}
    (one,) = traps(known(draw, gazettes=other), object_id=left(draw))
    assert (one.code, HEALTH in one.where) == ("trap.serials", True)
    assert codes(known(draw, gazettes={AGENCY: {}}), object_id=left(draw)) == {"trap.serials"}


def test_records_that_are_later_than_the_event() -> None:
    late = codes(basis(), event_on=date(2025, 6, 12))
    assert "trap.late_evidence" in late
    assert "trap.late_evidence" not in codes(basis())
    shown = FactEvidence(
        kind="专家意见", reference="合成1号", as_of=date(2025, 8, 1), established_by=AGENCY, made_on=date(2025, 7, 20)
    )
    brought = Fact(kind=FACT_KINDS["F5"], value=Truth.TRUE, because_zh="合成", because="made up", evidence=(shown,))
    assert "trap.late_evidence" in codes(basis(), (brought,))


def test_a_correction_after_the_event_4_2_6() -> None:
    first = entered(problem(inspection()))
    late = corrected(first, Outcome.NO_PROBLEM, EVENT_ON + timedelta(days=1))
    assert "trap.corrected_after_event" in codes(basis(late))
    early = corrected(first, Outcome.NO_PROBLEM, date(2025, 6, 20))
    assert "trap.corrected_after_event" not in codes(basis(early))


def test_an_officer_who_went_in_spite_of_a_recusal_3_2_2() -> None:
    broken = recusal(object_id=shared_object(), inspector_id=officers()[0])
    assert "trap.recusal" in codes(basis(recusals=(broken,)))


def test_a_visit_before_the_last() -> None:
    again = attrs.evolve(
        inspection(),
        id="V-2",
        started_at=inspection().started_at + timedelta(days=2),
        ended_at=inspection().ended_at + timedelta(days=2),
    )
    more = ((again, date(2025, 6, 16)), (entered(found(again, formed_on=date(2025, 6, 13))), date(2025, 6, 16)))
    assert "trap.earlier_visit" in codes(basis(filed(*steps(result()), *more)))


def test_chains_that_are_broken() -> None:
    dossier = filed()
    broken = attrs.evolve(dossier, entries=dossier.entries[:-1])
    assert "trap.dossier_broken" in codes(basis(broken, heads=(dossier.head,)))
    of = basis()
    (papers,) = of.registers
    cut = attrs.evolve(papers, entries=())
    assert "trap.register_broken" in codes(basis(registers=(cut,), register_heads=(papers.head,)))


def test_what_a_manifest_says_was_relaxed_or_waived() -> None:
    assert "trap.relaxed" in codes(basis(), object_id=undrawn())
    manifest = joint_draw().commitment.manifest
    assert "rules.joint.relaxed" in manifest.entries
    waived = CapWaiver(
        task_id="2025-07",
        item_codes=("labels",),
        reason="合成",
        filed_by=AGENCY,
        filed_on=date(2025, 5, 1),
        document="合成〔2025〕9号",
    )
    targeted = task(design("20%"), mode=SupervisionMode.TARGETED)
    draw = drawn(committed(targeted, plan=plan_of(targeted), cap_waiver=waived))
    assert codes(known(draw), object_id=left(draw)) == {"trap.cap_waived"}


def test_a_matching_that_may_fail_and_was_waived() -> None:
    draw = one_draw()
    manifest = draw.commitment.manifest
    waived = attrs.evolve(manifest, entries={**manifest.entries, "rules.waiver.matching": "新录用人员"})
    alone = attrs.evolve(draw.commitment, manifest=waived, basis=None)
    found_ = codes(known(alone), object_id=left(draw))
    assert found_ == {"trap.relaxed", "trap.unrevealed"}


def test_who_was_replaced_was_drawn_all_the_same_3_2_1() -> None:
    main = one_draw()
    gone = min(main.taken.live)
    record = next_round(main, replaced={gone: ReplacementReason.NOT_FOUND})
    (one,) = traps(known(record), object_id=gone)
    assert (one.code, "查无下落" in one.zh) == ("trap.replaced", True)


def test_who_went_in_the_place_of_another_3_2_2() -> None:
    before = match(joint_draw())
    changed = substitute(before, shared_object(), officers()[0], reason=AbsenceReason.LEAVE)
    found_ = traps(basis(opened(), draws=(changed,)))
    (one,) = [each for each in found_ if each.code == "trap.substituted"]
    assert officers()[0] in one.zh
