"""Visits that were due before the event and are not on file: what rests on the last visit is open: 3.2.1."""

from __future__ import annotations

from datetime import date

from shuangsuiji.accountability import Case, SubjectKind, Truth
from shuangsuiji.accountability.derive_inspected import derive_inspected
from shuangsuiji.accountability.derive_undone import overdue_parts
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.draws import Matching, match
from shuangsuiji.inspection import file_draw, file_records, open_dossier
from shuangsuiji.terms import ReplacementReason
from tests.unit.accountability_days import basis, case, officers
from tests.unit.dossier_days import COMMITTED_ON, DRAWN_ON, opened
from tests.unit.inspection_days import joint_items, joint_matching, next_round, shared_object

DUE_ON, AFTER = date(2025, 7, 31), date(2025, 8, 1)


def unvisited(record: Matching | None = None) -> RecordsBasis:
    """Return a basis in whose one dossier nobody has gone to the object."""
    return basis(opened()) if record is None else basis(draws=(record,))


def asked(of: RecordsBasis, /, **changes: object) -> list[str]:
    """Return what is asked for of overdue visits."""
    return [one.missing[0].zh for one in overdue_parts(case(**{"event_on": AFTER, **changes}), of)]


def test_a_visit_that_was_due_before_the_event_is_asked_for_3_2_1() -> None:
    (told,) = asked(unvisited())
    assert "的检查记录，或未检查的说明" in told
    assert asked(unvisited(), event_on=DUE_ON) == []
    assert asked(basis()) == []


def test_it_leaves_open_what_rests_on_the_last_visit_on_file_and_a_paper_may_say_why_3_2_1() -> None:
    found = derive_inspected(case(event_on=AFTER), unvisited())
    assert all(one.fact.value is Truth.NOT_ESTABLISHED for one in found.values())
    assert all(any("未检查的说明" in each.zh for each in one.fact.missing) for one in found.values())
    (part,) = overdue_parts(case(event_on=AFTER), unvisited())
    assert not part.by_record


def test_an_officer_is_not_asked_for_a_visit_to_which_others_were_sent_3_2_2() -> None:
    team = joint_matching().teams[shared_object(), case().department].members
    stranger = next(one for one in officers() if one not in team) if set(officers()) - set(team) else "I-9999"
    assert asked(unvisited(), subject=team[0])
    assert asked(unvisited(), subject=stranger) == []
    assert asked(unvisited(), subject=case().department, subject_kind=SubjectKind.UNIT)
    unmatched: Case = case(event_on=AFTER, subject=stranger)
    bare = open_dossier(joint_matching().commitment, COMMITTED_ON)
    dossier = file_records(bare, [(file_draw(joint_matching().draw, joint_items()), DRAWN_ON)])
    assert list(overdue_parts(unmatched, basis(dossier, draws=(joint_matching().draw,))))


def test_whoever_was_replaced_is_not_asked_for_3_2_1() -> None:
    later = match(next_round(joint_matching(), replaced={shared_object(): ReplacementReason.NOT_FOUND}), partial=True)
    assert asked(basis(opened(), draws=(later,)), subject_kind=SubjectKind.UNIT) == []
