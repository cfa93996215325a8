"""F6 and F7: in the pool of every draw and drawn in none, and no lead before the event: 4.2.11, 4.2.12."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import attrs
import pytest

from shuangsuiji.accountability.basis_parts import ExclusionRecord, FailedReading
from shuangsuiji.accountability.derive_draws import FrameStanding
from shuangsuiji.accountability.derive_leads import derive_leads
from shuangsuiji.accountability.derive_not_drawn import all_looks, asked_agencies, derive_not_drawn, other_lines
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.draws import Draw, PastDraw, SupplementDraw, commit_supplement
from shuangsuiji.inspection import (
    CaseLead,
    CompletenessStatement,
    LeadStep,
    LeadStepKind,
    append_entry,
    file_draw,
    file_records,
    open_dossier,
)
from shuangsuiji.planning import Filter, JointPlan, Operator, SamplingDesign
from shuangsuiji.terms import ExclusionReason, ReplacementReason
from tests.unit.accountability_days import STATED_AT, basis, case, filed, forged_draw, register, undrawn
from tests.unit.builders import AGENCY, committed, design, drawn, enterprise, item_list, plan_of, pool_of, task, uscc
from tests.unit.dossier_days import opened
from tests.unit.inspection_days import (
    HEALTH,
    ROUND_AT,
    ROUND_EVENT,
    joint_draw,
    joint_matching,
    labels_only,
    next_round,
    shared_object,
)
from tests.unit.lead_days import empty_register, filled, lead, statement, step

TRUE, FALSE, OPEN = Truth.TRUE, Truth.FALSE, Truth.NOT_ESTABLISHED
BOUGHT = "JS0001"


def known(*draws: object, **changes: object) -> RecordsBasis:
    """Return a basis that holds these draws, each with its dossier."""
    return basis(draws=draws, **changes)


def fact(of: RecordsBasis, object_id: str, /, **changes: object) -> Fact:
    return derive_not_drawn(case(**{"object_id": object_id, "subject": BOUGHT, **changes}), of).fact


def left(draw: Draw) -> str:
    """Return the first object of the frame of labels that was not drawn."""
    taken = draw.taken.drawn["labels"]
    return next(id_ for id_ in draw.commitment.frames["labels"].ids if id_ not in taken)


def one_draw(number: int = 0, /, **changes: object) -> Draw:
    return drawn(committed(task(design("5%")), None, number, **changes), number)


def test_an_object_of_the_frame_whose_ticket_lies_above_the_threshold_was_not_drawn_4_2_11() -> None:
    found = fact(basis(), undrawn())
    assert found.value is TRUE
    shown = found.evidence[0]
    assert (shown.kind, shown.digest) == ("Draw", joint_matching().commitment.commit)
    assert "号签" in shown.note
    assert "阈值" in shown.note
    assert joint_draw().why(undrawn()).ticket in shown.note
    (outcome,) = [one for one in found.evidence if one.kind == "FiledDraw"]
    assert outcome.digest in {one.record_digest for one in filed().entries}


def test_the_place_in_the_frame_is_proven_where_its_root_was_committed_4_2_11() -> None:
    draw = one_draw(merkle=True)
    found = fact(known(draw), left(draw))
    assert found.value is TRUE
    assert f"Merkle 根 {draw.commitment.manifest.frames[0].merkle}" in found.evidence[0].note
    plain = fact(known(one_draw()), left(one_draw()))
    assert "抽样框 60 行" in plain.evidence[0].note


def test_who_was_drawn_was_drawn_4_2_11() -> None:
    draw = one_draw()
    found = fact(known(draw), min(draw.taken.live))
    assert found.value is FALSE
    assert "抽中" in found.because_zh


def test_it_has_to_hold_in_every_draw_of_the_span_4_2_11() -> None:
    first = one_draw()
    second = one_draw(1, earlier=[first])
    both = known(first, second)
    drawn_second = next(id_ for id_ in second.taken.drawn["labels"] if id_ not in first.taken.drawn["labels"])
    assert fact(known(first), drawn_second).value is TRUE
    assert fact(both, drawn_second).value is FALSE
    neither = next(
        id_
        for id_ in first.commitment.frames["labels"].ids
        if id_ not in first.taken.drawn["labels"] and id_ not in second.taken.drawn["labels"]
    )
    assert fact(both, neither).value is TRUE
    assert len([one for one in fact(both, neither).evidence if one.kind == "Draw"]) == 2


def test_it_has_to_hold_in_every_attempt_that_was_thrown_away_4_2_11() -> None:
    thrown = one_draw()
    second = one_draw(1, earlier=[thrown])
    id_ = next(id_ for id_ in thrown.taken.drawn["labels"] if id_ not in second.taken.drawn["labels"])
    assert fact(known(second, discarded=(thrown,)), id_).value is FALSE


def test_no_draw_of_the_item_in_the_span_settles_nothing_4_2_11() -> None:
    draw = one_draw()
    for changes in ({"item_codes": ("lifts",)}, {"event_on": date(2025, 5, 1)}, {"item_codes": ("labels", "lifts")}):
        found = fact(known(draw), left(draw), **changes)
        assert found.value is OPEN
        assert "没有可能抽中" in found.because_zh


def test_a_draw_of_another_department_does_not_count_4_2_11() -> None:
    draw = one_draw()
    assert fact(known(draw), left(draw), department="320481-YJJ").value is OPEN


def test_an_object_outside_the_scope_of_every_task_was_never_to_be_drawn_4_2_11() -> None:
    only = task(design("10%"), filters=(Filter(field="region", operator=Operator.IN, values=("溧城",)),))
    draw = drawn(committed(only))
    inside = left(draw)
    outside = next(id_ for id_ in pool_of().columns.ids if id_ not in draw.commitment.frames["labels"])
    assert fact(known(draw), inside).value is TRUE
    found = fact(known(draw), outside)
    assert found.value is OPEN
    (look,) = all_looks(case(object_id=outside), known(draw))
    assert look.standing is FrameStanding.OUTSIDE


def test_an_object_that_the_pool_lacked_is_not_undrawn_4_2_11() -> None:
    draw = one_draw()
    found = fact(known(draw), uscc(77))
    assert found.value is OPEN
    assert "载有该对象的该次抽取名录库" in found.missing[0].zh
    bare = attrs.evolve(draw, commitment=attrs.evolve(draw.commitment, basis=None))
    unknown = fact(known(bare), uscc(77))
    assert unknown.value is OPEN
    assert "名录库版本" in unknown.missing[0].zh
    made = draw.commitment.basis
    assert made is not None
    assert all_looks(case(object_id=uscc(77)), known(bare, pools=(made.pool,)))[0].standing is FrameStanding.OMITTED


def test_a_joint_draw_of_others_need_not_hold_the_object_4_2_11() -> None:
    looks = all_looks(case(object_id=uscc(77), department=HEALTH, item_codes=("hygiene",)), basis())
    assert [one.standing for one in looks] == [FrameStanding.OTHER_POOL]


@pytest.mark.parametrize("reason", [ExclusionReason.BY_HAND, ExclusionReason.COOL_OFF, "自定原因"])
def test_who_was_left_out_was_not_undrawn_and_the_reason_is_shown_4_2_11(reason: str) -> None:
    draw = one_draw(excluded={uscc(3): reason})
    found = fact(known(draw), uscc(3))
    assert found.value is OPEN
    assert str(reason) in found.because_zh


def excluded_draw(reason: str = "手工排除") -> Draw:
    return one_draw(excluded={uscc(3): reason})


def test_who_was_left_out_by_whoever_is_to_be_exempted_makes_it_false_4_2_11() -> None:
    draw = excluded_draw()
    told = {
        "object_id": uscc(3),
        "commit": draw.commitment.commit,
        "on": date(2025, 5, 1),
        "document": "合成〔2025〕3号",
    }
    own = ExclusionRecord(department="320481-YJJ", decided_by=BOUGHT, **told)  # type: ignore[arg-type]
    found = fact(known(draw, exclusions=(own,)), uscc(3))
    assert found.value is FALSE
    assert any(one.kind == "ExclusionRecord" for one in found.evidence)
    other = ExclusionRecord(department="320481-YJJ", **told)  # type: ignore[arg-type]
    assert fact(known(draw, exclusions=(other,)), uscc(3)).value is OPEN
    assert fact(known(excluded_draw(f"手工排除 {BOUGHT}")), uscc(3)).value is FALSE


def test_every_record_of_an_exclusion_is_read_whatever_reason_the_frame_gives_2_1_9() -> None:
    by_rule = excluded_draw("冷却期")
    other = ExclusionRecord(
        object_id=uscc(3),
        commit=by_rule.commitment.commit,
        department="320481-YJJ",
        on=date(2025, 5, 1),
        document="合成〔2025〕3号",
    )
    own = attrs.evolve(other, decided_by=BOUGHT, document="合成〔2025〕4号")
    for records in ((own,), (other, own), (own, other)):
        found = fact(known(by_rule, exclusions=records), uscc(3))
        assert found.value is FALSE
        assert len([one for one in found.evidence if one.kind == "ExclusionRecord"]) == len(records)
    assert fact(known(by_rule, exclusions=(other,)), uscc(3)).value is OPEN
    late = attrs.evolve(own, on=date(2025, 8, 9))
    assert fact(known(by_rule, exclusions=(late,)), uscc(3)).value is OPEN


@pytest.mark.parametrize(
    ("reason", "value"),
    [
        ("JS00011 建议", OPEN),
        ("XJS0001 建议", OPEN),
        ("JS0001-2", OPEN),
        ("JS0001建议", FALSE),
        ("经JS0001、JS0002商定", FALSE),
        (f"{AGENCY} 决定", FALSE),
        (f"{AGENCY}X 决定", OPEN),
    ],
)
def test_a_reason_names_an_id_only_as_a_whole_2_1_9(reason: str, value: Truth) -> None:
    assert fact(known(excluded_draw(reason)), uscc(3)).value is value


def test_a_sealed_draw_that_is_not_revealed_settles_nothing_4_2_11() -> None:
    pending = committed(task(design("10%")))
    found = fact(known(pending), uscc(3))
    assert found.value is OPEN
    assert "揭示" in found.missing[0].zh


def test_a_commitment_whose_seed_never_came_is_read_strictly_unless_somebody_says_otherwise_4_2_11() -> None:
    failed = committed(task(design("5%")))
    second = one_draw(1, earlier=[attrs.evolve(PastDraw.of(failed), failed=True)])
    strict = known(second, discarded=(failed,))
    assert fact(strict, left(second)).value is OPEN
    wide = known(second, discarded=(failed,), failed_reading=FailedReading.NOBODY_DRAWN)
    assert fact(wide, left(second)).value is TRUE


def test_a_commitment_is_not_failed_because_whoever_looks_at_it_puts_it_among_the_failed_4_2_11() -> None:
    withheld = one_draw()
    second = one_draw(1, earlier=[withheld])
    id_ = next(id_ for id_ in withheld.taken.drawn["labels"] if id_ not in second.taken.drawn["labels"])
    wide = known(second, discarded=(withheld.commitment,), failed_reading=FailedReading.NOBODY_DRAWN)
    found = derive_not_drawn(case(object_id=id_), wide)
    assert found.fact.value is OPEN
    assert found.by_record


def test_a_stratum_without_a_quota_could_draw_nobody_4_2_11() -> None:
    one = SamplingDesign(item_code="labels", ratios={"溧城": "10%", "戴埠": "0%", "天目湖": "10%"})
    draw = drawn(committed(task(one, strata=("region",))))
    none = next(enterprise(number).id for number in range(60) if enterprise(number).region == "戴埠")
    assert all_looks(case(object_id=none), known(draw))[0].standing is FrameStanding.NO_CHANCE
    assert fact(known(draw), none).value is OPEN


def rounded() -> tuple[SupplementDraw, str, str]:
    """Return a draw with a round, an object that only the round drew, and one that neither drew."""
    main = drawn(committed(task(design("5%"))))
    gone = min(main.taken.live)
    record = next_round(main, replaced={gone: ReplacementReason.NOT_FOUND})
    new = min(record.objects)
    frame = main.commitment.frames["labels"]
    return record, new, next(id_ for id_ in frame.ids if id_ not in record.taken.drawn["labels"])


def test_rounds_count_from_the_day_on_which_they_could_be_known_4_2_11() -> None:
    record, new, neither = rounded()
    assert fact(known(record), new).value is FALSE
    assert fact(known(record), new, event_on=date(2025, 5, 19)).value is TRUE
    found = fact(known(record), neither)
    assert found.value is TRUE
    draws = [one.reference for one in found.evidence if one.kind == "Draw"]
    assert draws == [f"{AGENCY} 第1号", f"{AGENCY} 第1号 第1轮"]


def test_a_round_that_was_asked_for_and_is_not_drawn_settles_nothing_4_2_11() -> None:
    main = drawn(committed(task(design("5%"))))
    gone = min(main.taken.live)
    asked = commit_supplement(
        main, committed_at=ROUND_AT, beacons=[ROUND_EVENT], replaced={gone: ReplacementReason.NOT_FOUND}
    )
    assert fact(known(asked), left(main)).value is OPEN
    assert fact(known(asked), left(main), event_on=date(2025, 5, 19)).value is TRUE


def test_a_serial_that_is_missing_settles_nothing_4_2_11() -> None:
    draw = one_draw()
    assert fact(known(draw, gazettes={}), left(draw)).value is OPEN
    more = {AGENCY: {1: draw.commitment.commit, 2: "ab" * 32}}
    found = fact(known(draw, gazettes=more), left(draw))
    assert found.value is OPEN
    assert "缺编号 2" in found.because_zh


def test_a_dossier_that_filed_another_draw_or_is_broken_settles_nothing_4_2_11() -> None:
    assert fact(basis(), undrawn()).value is TRUE
    dossier = filed()
    broken = attrs.evolve(dossier, entries=(*dossier.entries[:-1], attrs.evolve(dossier.entries[-1], number=99)))
    found = fact(basis(broken, heads=(dossier.head,)), undrawn())
    assert found.value is OPEN
    assert "断链" in found.because_zh
    forged = forged_draw()
    id_ = next(id_ for id_ in joint_draw().taken.live if id_ not in forged.taken.live)
    assert fact(basis(draws=(forged,)), id_).value is OPEN


def test_rounds_that_were_filed_and_are_not_at_hand_settle_nothing_4_2_11() -> None:
    record, _, neither = rounded()
    begun = open_dossier(record.commitment, date(2025, 5, 11))
    whole = file_records(begun, [(file_draw(record, item_list()), date(2025, 5, 21))])
    assert fact(basis(whole, draws=(record,)), neither).value is TRUE
    assert fact(basis(whole, draws=(record.main,)), neither).value is OPEN
    first = file_records(begun, [(file_draw(record.main, item_list()), date(2025, 5, 13))])
    assert fact(basis(first, draws=(record,)), neither).value is OPEN
    assert fact(basis(first, draws=(record.main,)), neither).value is TRUE


def test_only_an_outcome_that_a_dossier_filed_is_known_to_have_come_out_so_4_2_11() -> None:
    draw = one_draw()
    begun = open_dossier(draw.commitment, date(2025, 5, 11))
    assert fact(basis(begun, draws=(draw,)), left(draw)).value is OPEN
    whole = file_records(begun, [(file_draw(draw, item_list()), date(2025, 5, 13))])
    assert fact(basis(whole, draws=(draw,)), left(draw)).value is TRUE
    assert fact(basis(whole, draws=(draw.commitment,)), left(draw)).value is OPEN
    unheld = derive_not_drawn(case(object_id=left(draw)), basis(whole, draws=(draw,), heads=()))
    assert unheld.fact.value is OPEN
    assert unheld.by_record
    assert "案卷" in unheld.fact.missing[0].zh
    early = attrs.evolve(begun.head, number=begun.entries[-1].number, digest=begun.entries[-1].digest)
    assert fact(basis(whole, draws=(draw,), heads=(early,)), left(draw)).value is OPEN


def test_without_its_dossier_no_draw_tells_anything_and_nobody_fills_it_by_hand_4_2_11() -> None:
    draw = one_draw()
    for object_id in (left(draw), min(draw.taken.live)):
        found = derive_not_drawn(case(object_id=object_id), basis(draws=(draw,), dossiers=(), heads=()))
        assert found.fact.value is OPEN
        assert found.by_record


def test_a_beacon_of_another_value_is_not_believed_without_or_against_the_dossier_4_2_11() -> None:
    forged = next(one for one in map(other_beacon, range(30)) if shared_object() not in one.taken.live)
    for changes in ({}, {"dossiers": (), "heads": ()}):
        found = derive_not_drawn(case(), basis(draws=(forged,), **changes))
        assert found.fact.value is OPEN
        assert found.by_record


def other_beacon(number: int) -> Draw:
    draw = joint_draw()
    beacon = draw.reveal.beacon.replace("10126.83", f"101{number:02d}.11")
    return attrs.evolve(draw, reveal=attrs.evolve(draw.reveal, beacon=beacon))


@pytest.mark.parametrize(
    "draws", [(committed(task(design("5%"))),), (one_draw(excluded={uscc(3): "手工排除"}),), (one_draw(),)]
)
def test_what_was_not_revealed_or_left_out_is_filled_by_the_record_alone_4_2_11(draws: tuple[object, ...]) -> None:
    object_id = uscc(77) if isinstance(draws[0], Draw) and not draws[0].commitment.excluded["labels"] else uscc(3)
    found = derive_not_drawn(case(object_id=object_id), known(*draws))
    assert found.fact.value is OPEN
    assert found.by_record


def test_a_gazette_that_is_not_at_hand_and_a_missing_serial_are_filled_by_the_record_alone_4_2_11() -> None:
    draw = one_draw()
    asked = case(object_id=left(draw))
    for published in ({}, {AGENCY: {1: draw.commitment.commit, 2: "ab" * 32}}):
        found = derive_not_drawn(asked, known(draw, gazettes=published))
        assert found.fact.value is OPEN
        assert found.by_record


def test_a_gazette_that_is_empty_or_stops_early_is_not_whole_4_2_11() -> None:
    first = one_draw()
    second = one_draw(1, earlier=[first])
    id_ = next(
        id_ for id_ in first.commitment.frames["labels"].ids if not {id_} & {*drawn_in(first), *drawn_in(second)}
    )
    whole = {1: first.commitment.commit, 2: second.commitment.commit}
    assert fact(known(first, second, gazettes={AGENCY: whole}), id_).value is TRUE
    for few in ({}, {1: whole[1]}, {2: whole[2]}):
        found = derive_not_drawn(case(object_id=id_), known(first, second, gazettes={AGENCY: few}))
        assert found.fact.value is OPEN
        assert found.by_record


def drawn_in(draw: Draw) -> set[str]:
    return set(draw.taken.drawn["labels"])


def test_the_commitments_of_every_agency_that_published_any_are_asked_for_4_2_11() -> None:
    draw = one_draw()
    own = {AGENCY: {1: draw.commitment.commit}}
    assert fact(known(draw, gazettes=own), left(draw)).value is TRUE
    for other in ({1: "ab" * 32}, {}):
        found = derive_not_drawn(case(object_id=left(draw)), known(draw, gazettes={**own, HEALTH: other}))
        assert found.fact.value is OPEN
        assert found.by_record
        assert HEALTH in found.fact.because


def test_the_commitments_of_whoever_initiates_what_the_department_takes_part_in_are_asked_for_4_2_11() -> None:
    draw = one_draw()
    joint = task(design("5%"), id="联合任务", joint_plan="联合-02")
    plan = plan_of(joint, joint_plans=(JointPlan(id="联合-02", initiator=HEALTH, participants=(AGENCY,)),))
    asked = case(object_id=left(draw))
    found = derive_not_drawn(asked, known(draw, plans=(plan,)))
    assert asked_agencies(asked, known(draw, plans=(plan,))) == (AGENCY, HEALTH)
    assert found.fact.value is OPEN
    assert found.fact.missing[0].where == HEALTH


def test_a_draw_of_before_the_span_counts_where_its_window_reaches_into_it_4_2_11() -> None:
    window = joint_draw().commitment.manifest.window
    assert window is not None
    after = window[1] + timedelta(days=1)
    for first, value in ((window[0], FALSE), (window[1], FALSE), (after, OPEN)):
        assert fact(basis(), shared_object(), first=first, event_on=date(2026, 1, 8)).value is value


def test_whoever_was_drawn_before_the_span_and_not_visited_since_is_not_simply_undrawn_4_2_11() -> None:
    draw = one_draw()
    for object_id, of, told in (
        (min(draw.taken.live), known(draw), True),
        (left(draw), known(draw), False),
        (shared_object(), basis(), False),  # somebody went
        (shared_object(), basis(opened()), True),
    ):
        found = derive_not_drawn(case(object_id=object_id, event_on=date(2026, 1, 8)), of).fact
        assert found.value is OPEN
        assert ("期间前" in found.because_zh) is told
        assert any("或未检查的说明" in one.zh for one in found.missing) is told


def test_who_was_drawn_for_another_item_is_for_whoever_decides_4_2_11() -> None:
    object_id = labels_only()
    found = derive_not_drawn(case(object_id=object_id, item_codes=("hygiene",), department=HEALTH), basis())
    assert found.fact.value is OPEN
    other = case(object_id=object_id, item_codes=("hygiene",))
    assert [one.item_code for one in other_lines(other, basis())] == ["labels"]
    assert other_lines(case(object_id=object_id), basis()) == ()
    assert other_lines(attrs.evolve(other, event_on=date(2025, 5, 1), opened_on=date(2025, 7, 1)), basis()) == ()
    part = derive_not_drawn(other, basis())
    assert part.fact.value is OPEN
    assert part.by_record == ()
    assert any("被抽到" in one.zh for one in part.fact.missing)


def test_weights_are_shown_by_their_ranking_value_4_2_11() -> None:
    objects = [enterprise(number, attributes={"权重": str(1 + number % 3)}) for number in range(60)]
    draw = drawn(committed(task(design("10%", design="pareto", weight="权重")), pool_of(objects)))
    assert "排序值" in fact(known(draw), left(draw)).evidence[0].note


# F7


def f7(of: RecordsBasis | None = None, /, **changes: object) -> Fact:
    return derive_leads(case(**{"object_id": uscc(1), "subject": BOUGHT, **changes}), of or basis()).fact


def with_leads(*records: CaseLead | LeadStep, **changes: object) -> RecordsBasis:
    """Return a basis whose register holds these leads, and after them a statement that January to July are complete."""
    at = datetime.fromisoformat("2025-06-09T16:00:00+08:00")
    papers = filled(*records, at=at)
    whole = statement(first=date(2025, 1, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))
    papers = append_entry(papers, whole, recorded_at=STATED_AT)
    return basis(**{"registers": (papers,), **changes})


def test_a_register_that_is_complete_and_holds_nothing_says_so_4_2_12() -> None:
    found = f7()
    assert found.value is TRUE
    assert found.evidence[0].digest == register().head.digest
    assert "合成声明" in found.evidence[0].note


def test_a_lead_before_the_event_makes_it_false_4_2_12() -> None:
    found = f7(with_leads(lead()))
    assert found.value is FALSE
    assert "线索-01" in found.because_zh
    assert found.evidence[1].digest == lead().digest


def test_a_lead_after_the_event_does_not_defeat_it_4_2_12() -> None:
    assert f7(with_leads(lead()), event_on=date(2025, 6, 8)).value is TRUE


def test_a_lead_of_the_day_of_the_event_settles_nothing_4_2_12() -> None:
    found = f7(with_leads(lead()), event_on=date(2025, 6, 9))
    assert found.value is OPEN
    assert "先后" in found.missing[0].zh


def test_a_lead_about_the_market_entity_behind_the_object_counts_4_2_12() -> None:
    known_ = with_leads(lead())
    assert f7(known_, object_id="产品-01", holder=uscc(1)).value is FALSE
    assert f7(known_, object_id=uscc(2)).value is TRUE


def test_a_lead_counts_from_the_day_on_which_it_was_assigned_4_2_12() -> None:
    came = lead(department=HEALTH)
    papers = append_entry(filled(came), whole_of(AGENCY), recorded_at=STATED_AT)
    assert f7(basis(registers=(papers,))).value is TRUE
    assigned = filled(came, step(LeadStepKind.ASSIGNED, came))
    papers = append_entry(assigned, whole_of(AGENCY), recorded_at=STATED_AT)
    assert f7(basis(registers=(papers,))).value is FALSE
    assert f7(basis(registers=(papers,)), event_on=date(2025, 6, 11)).value is OPEN


def whole_of(department: str) -> CompletenessStatement:
    return statement(department, first=date(2025, 1, 1), last=date(2025, 7, 31), made_on=date(2025, 8, 1))


def test_a_register_without_a_statement_settles_nothing_4_2_12() -> None:
    found = f7(basis(registers=(empty_register(),)))
    assert found.value is OPEN
    assert "登记完整声明" in found.missing[0].zh
    early = basis(as_of=date(2025, 7, 31))
    assert f7(early).value is OPEN
    assert f7(basis(registers=())).value is OPEN


def test_a_register_of_another_department_is_not_asked_4_2_12() -> None:
    assert f7(department="320481-YJJ").value is OPEN


def test_a_register_that_was_changed_settles_nothing_4_2_12() -> None:
    of = with_leads(lead())
    (papers,) = of.registers
    changed = attrs.evolve(papers.entries[0], record=lead(object_id=uscc(2)))
    broken = attrs.evolve(papers, entries=(changed, *papers.entries[1:]))
    found = f7(basis(registers=(broken,), register_heads=(papers.head,)))
    assert found.value is OPEN
    assert "断链" in found.because_zh


def test_a_register_that_no_published_head_holds_settles_nothing_4_2_12() -> None:
    found = f7(basis(register_heads=()))
    assert found.value is OPEN
    assert "存根" in found.because_zh


def test_a_lead_of_before_the_span_that_lay_when_it_began_leaves_it_open_4_2_12() -> None:
    begun = {"first": date(2025, 7, 1), "event_on": date(2026, 7, 10)}
    of = over_two_years(lead())
    found = derive_leads(case(object_id=uscc(1), **begun), of)
    assert found.fact.value is OPEN
    assert "线索-01" in found.fact.because_zh
    assert found.by_record
    done = over_two_years(lead(), step(LeadStepKind.DISPOSED))
    on = step(LeadStepKind.DISPOSED).on
    assert f7(done, **{**begun, "first": on}).value is TRUE
    assert f7(done, **{**begun, "first": on - timedelta(days=1)}).value is OPEN
    assert f7(of, object_id=uscc(2), **begun).value is TRUE


def over_two_years(*records: CaseLead | LeadStep) -> RecordsBasis:
    """Return a basis of August 2026 whose register is complete for two years, and holds these leads."""
    papers = filled(*records, at=datetime.fromisoformat("2025-06-09T16:00:00+08:00"))
    whole = statement(first=date(2025, 1, 1), last=date(2026, 7, 31), made_on=date(2026, 8, 1))
    at = datetime.fromisoformat("2026-08-01T09:00:00+08:00")
    return basis(registers=(append_entry(papers, whole, recorded_at=at),), as_of=date(2026, 8, 8))


def test_a_register_that_is_broken_or_has_no_head_is_filled_by_the_record_alone_4_2_12() -> None:
    of = with_leads(lead())
    (papers,) = of.registers
    cut = attrs.evolve(papers, entries=papers.entries[1:])
    assert derive_leads(case(), basis(registers=(cut,), register_heads=(papers.head,))).by_record
    assert derive_leads(case(), basis(register_heads=())).by_record
    for silent in (basis(registers=()), basis(registers=(empty_register(),))):
        assert derive_leads(case(), silent).by_record == ()
