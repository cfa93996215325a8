"""What may hide a later visit, so that the last one at hand settles nothing: broken, withheld, missing: 2.1.9."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import attrs

from shuangsuiji.accountability.derive_hidden import broken_trails
from shuangsuiji.accountability.derive_inspected import derive_inspected
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.draws import Draw, match
from shuangsuiji.inspection import Dossier, file_draw, file_records, open_dossier
from tests.unit.accountability_days import (
    basis,
    case,
    filed,
    forged_draw,
    gazettes,
    inspection,
    result,
    steps,
    undrawn,
)
from tests.unit.builders import committed, design, drawn, pool_of, task
from tests.unit.dossier_days import DRAWN_ON, ENTERED_ON, entered
from tests.unit.evidence_days import second_draw
from tests.unit.inspection_days import HEALTH, joint_draw, joint_matching, problem, shared_object

TRUE, FALSE, OPEN = Truth.TRUE, Truth.FALSE, Truth.NOT_ESTABLISHED


def facts(known: RecordsBasis, /, **changes: object) -> Mapping[str, Fact]:
    return {code: one.fact for code, one in derive_inspected(case(**changes), known).items()}


def values(known: RecordsBasis) -> tuple[Truth, ...]:
    """Return how F1, F2 and F3 stand."""
    return tuple(one.value for one in facts(known).values())


def is_broken(one: Fact) -> bool:
    return any("断链" in each.zh for each in one.missing)


def second_dossier() -> Dossier:
    """Return the dossier of another draw for labels, in whose frame the object stood, with what it drew."""
    made = second_draw().commitment.basis
    assert made is not None
    begun = open_dossier(second_draw().commitment, date(2025, 5, 15))
    return file_records(begun, ((file_draw(second_draw(), made.items), date(2025, 5, 16)),))


def both() -> dict[str, object]:
    return {"draws": (joint_matching(), second_draw())}


def by_record(known: RecordsBasis) -> set[str]:
    """Return the facts of the inspection that only a record can close."""
    return {code for code, one in derive_inspected(case(), known).items() if one.by_record}


def test_a_draw_whose_dossier_is_withheld_may_hide_a_visit_2_1_9() -> None:
    assert values(basis(filed(), second_dossier(), **both())) == (TRUE, TRUE, TRUE)
    withheld = basis(filed(), **both())
    assert values(withheld) == (OPEN, OPEN, OPEN)
    assert by_record(withheld) == {"F1", "F2", "F3"}
    assert all("案卷及其已公布链头" in one.missing[0].zh for one in facts(withheld).values())


def test_a_dossier_without_a_head_or_without_its_draw_may_hide_a_visit_too_2_1_9() -> None:
    begun = open_dossier(second_draw().commitment, date(2025, 5, 15))
    assert by_record(basis(filed(), begun, **both())) == {"F1", "F2", "F3"}
    whole = second_dossier()
    assert by_record(basis(filed(), whole, heads=(filed().head, begun.head), **both())) == {"F1", "F2", "F3"}
    assert by_record(basis(filed(), whole, heads=(filed().head, whole.head), **both())) == set()


def test_whoever_withholds_the_draw_as_well_leaves_a_serial_behind_2_1_9() -> None:
    published_ = gazettes((joint_matching(), second_draw()))
    assert by_record(basis(gazettes=published_)) == {"F1", "F2", "F3"}
    assert values(basis(gazettes={})) == (OPEN, OPEN, OPEN)
    assert by_record(basis(gazettes={})) == set()


def test_a_commitment_that_nobody_revealed_or_that_was_thrown_away_may_hide_a_visit_2_1_9() -> None:
    sealed = basis(filed(), draws=(joint_matching(), second_draw().commitment))
    assert by_record(sealed) == {"F1", "F2", "F3"}
    thrown = basis(filed(), discarded=(second_draw(),))
    assert by_record(thrown) == {"F1", "F2", "F3"}


def test_what_a_broken_dossier_may_hide_says_nothing_against_whoever_went_2_1_9() -> None:
    bad = filed(*steps(entered(problem(inspection()))))
    assert facts(basis(bad, second_dossier(), **both()))["F2"].value is FALSE
    whole = second_dossier()
    broken = attrs.evolve(whole, entries=(*whole.entries[:-1], attrs.evolve(whole.entries[-1], number=99)))
    of = basis(bad, broken, heads=(bad.head, whole.head), **both())
    assert values(of) == (OPEN, OPEN, OPEN)
    assert by_record(of) == {"F1", "F2", "F3"}
    later = facts(of, event_on=DRAWN_ON - timedelta(days=2))  # before anybody could know that draw
    assert not any(is_broken(one) for one in later.values())


def test_a_draw_that_could_not_lead_to_the_object_hides_nothing() -> None:
    assert by_record(basis(filed(), draws=(joint_matching(), elsewhere()))) == set()
    assert by_record(basis(filed(), draws=(joint_matching(), elsewhere().commitment))) == set()


def elsewhere() -> Draw:
    """Return a second draw of the authority for labels, in whose frame the object does not stand."""
    pool, left_out = pool_of(120, id="SCJG-objects-2"), {shared_object(): "冷却期"}
    return drawn(committed(task(design("3%"), id="2025-08"), pool, 1, earlier=[joint_draw()], excluded=left_out), 1)


def test_a_visit_that_a_whole_dossier_lacks_is_not_shown_by_paper() -> None:
    none = filed((result(), ENTERED_ON))  # of the visit itself nothing was filed
    assert values(basis(none)) == (OPEN, OPEN, OPEN)
    assert by_record(basis(none)) == {"F1", "F2", "F3"}
    elsewhere_ = derive_inspected(case(object_id=undrawn()), basis())
    assert not any(one.by_record for one in elsewhere_.values())


def test_what_is_only_not_at_hand_can_be_filled_and_what_contradicts_cannot() -> None:
    for missing in (basis(lists=()), basis(guides=()), basis(recusals=None), basis(people=())):
        assert by_record(missing) == set()
    assert by_record(basis(filed(), draws=(match(forged_draw()),))) == {"F1", "F2", "F3"}
    assert by_record(basis(heads=())) == {"F1", "F2", "F3"}


def test_a_broken_dossier_counts_for_every_department_that_goes_there() -> None:
    whole = filed()
    broken = attrs.evolve(whole, entries=(*whole.entries[:-1], attrs.evolve(whole.entries[-1], number=99)))
    of = basis(broken, heads=(whole.head,))
    for department, object_id, number in (
        ("320481-SCJG", undrawn(), 1),
        (HEALTH, undrawn(), 1),
        ("320481-YJJ", "别处", 0),
    ):
        assert len(broken_trails(case(department=department, object_id=object_id), of)) == number
