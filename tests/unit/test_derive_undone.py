"""Visits that were due before the event and are not on file: what rests on the last visit is open: 3.2.1."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from shuangsuiji.accountability import Case, SubjectKind, Truth
from shuangsuiji.accountability.derive_inspected import derive_inspected
from shuangsuiji.accountability.derive_undone import undone_parts
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.draws import Matching, match
from shuangsuiji.inspection import file_draw, file_records, open_dossier
from shuangsuiji.terms import ReplacementReason
from tests.unit.accountability_days import basis, case, filed, officers
from tests.unit.dossier_days import COMMITTED_ON, DRAWN_ON, all_visits, opened
from tests.unit.inspection_days import joint_items, joint_matching, next_round, shared_object

DUE_ON, AFTER = date(2025, 7, 31), date(2025, 8, 1)


def unvisited(record: Matching | None = None) -> RecordsBasis:
    """Return a basis in whose one dossier nobody has gone to the object."""
    return basis(opened()) if record is None else basis(draws=(record,))


def asked(of: RecordsBasis, /, **changes: object) -> list[str]:
    """Return what is asked for of overdue visits."""
    return [one.missing[0].zh for one in undone_parts(case(**{"event_on": AFTER, **changes}), of)]


def test_a_visit_that_is_not_on_file_is_asked_for_3_2_1() -> None:
    (told,) = asked(unvisited())
    assert "的检查记录，或未检查的说明" in told
    assert asked(basis()) == []


def test_one_that_was_not_due_is_not_where_a_published_head_tells_of_a_later_day_3_2_1() -> None:
    last = opened().entries[-1].on
    elsewhere = next(one for one in all_visits() if one.object_id != shared_object())
    later = file_records(opened(), [(elsewhere, DUE_ON + timedelta(days=5))])
    assert last < DUE_ON
    for event_on in (date(2025, 7, 10), DUE_ON):
        assert asked(unvisited(), event_on=event_on)
        assert asked(basis(later), event_on=event_on) == []
        assert asked(basis(later, heads=(opened().head,)), event_on=event_on)
    assert asked(basis(later))


def test_a_visit_beyond_the_last_published_head_covers_no_other_3_2_1() -> None:
    assert asked(basis(filed(), heads=(opened().head,)))
    broken = attrs.evolve(filed(), entries=(*filed().entries[:-1], attrs.evolve(filed().entries[-1], number=99)))
    assert asked(basis(broken, heads=(filed().head,)))


def test_it_leaves_open_what_rests_on_the_last_visit_on_file_and_a_paper_may_say_why_3_2_1() -> None:
    found = derive_inspected(case(event_on=AFTER), unvisited())
    assert all(one.fact.value is Truth.NOT_ESTABLISHED for one in found.values())
    assert all(any("未检查的说明" in each.zh for each in one.fact.missing) for one in found.values())
    (part,) = undone_parts(case(event_on=AFTER), unvisited())
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
    assert list(undone_parts(unmatched, basis(dossier, draws=(joint_matching().draw,))))


def test_whoever_was_replaced_is_not_asked_for_3_2_1() -> None:
    later = match(next_round(joint_matching(), replaced={shared_object(): ReplacementReason.NOT_FOUND}), partial=True)
    assert asked(basis(opened(), draws=(later,)), subject_kind=SubjectKind.UNIT) == []
