"""Dossiers whose draw was withheld, with its line in the gazette: what they filed still counts: 2.1.9, 4.2.11."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.accountability import FACT_KINDS, Case, Fact, FactEvidence, Truth, derive
from shuangsuiji.accountability.derive_inspected import derive_inspected
from shuangsuiji.accountability.derive_not_drawn import derive_not_drawn
from shuangsuiji.accountability.derive_orphans import orphan_trails
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection import Dossier, file_draw, file_records, open_dossier
from tests.unit.accountability_days import basis, case, dossiers_of, filed, gazettes, undrawn
from tests.unit.builders import AGENCY
from tests.unit.evidence_days import second_draw
from tests.unit.inspection_days import HEALTH, joint_draw, joint_items, joint_matching, shared_object

TRUE, FALSE, OPEN = Truth.TRUE, Truth.FALSE, Truth.NOT_ESTABLISHED


def drawn_later() -> str:
    """Return an object that the second draw drew, and the joint draw did not."""
    return next(one for one in second_draw().taken.live if one not in joint_draw().taken.live)


def second_dossier() -> Dossier:
    (found,) = dossiers_of((second_draw(),))
    return found


def withheld(*dossiers: Dossier, **changes: object) -> RecordsBasis:
    """Return a basis without the second draw and without its line in the gazette, but with its dossier."""
    return basis(*(dossiers or (filed(), second_dossier())), gazettes=gazettes((joint_matching(),)), **changes)


def by_hand(code: str) -> Fact:
    paper = FactEvidence(kind="问题报告", reference="合成〔2025〕1号", as_of=date(2025, 7, 20), established_by=AGENCY)
    return Fact(kind=FACT_KINDS[code], value=TRUE, because_zh="已查明", because="was found", evidence=(paper,))


def test_who_was_drawn_as_a_dossier_says_was_drawn_though_the_draw_is_withheld_4_2_11() -> None:
    asked = case(object_id=drawn_later())
    assert derive_not_drawn(asked, basis(draws=(joint_matching(), second_draw()))).fact.value is FALSE
    found = derive_not_drawn(asked, withheld()).fact
    assert found.value is FALSE
    (shown,) = [one for one in found.evidence if one.kind == "FiledDraw" and one.reference == second_dossier().id]
    assert shown.digest in {one.record_digest for one in second_dossier().entries}


def test_who_was_not_drawn_as_a_dossier_says_is_open_while_the_draw_is_withheld_4_2_11() -> None:
    asked = case(object_id=undrawn())
    assert derive_not_drawn(asked, basis()).fact.value is TRUE
    found = derive_not_drawn(asked, withheld())
    assert found.fact.value is OPEN
    assert [one.where for one in found.fact.missing] == [AGENCY]
    assert found.by_record


@pytest.mark.parametrize("code", ["F1", "F2", "F3", "F6"])
def test_no_paper_takes_the_place_of_the_draws_4_2_11(code: str) -> None:
    object_id = undrawn() if code == "F6" else shared_object()
    without = basis(filed(), second_dossier(), draws=(), gazettes={})
    with pytest.raises(InvalidValueError, match="只能由记录本身补正"):
        derive(case(object_id=object_id), without, [by_hand(code)])


def test_a_paper_does_not_deny_what_a_dossier_filed_4_2_11() -> None:
    with pytest.raises(InvalidValueError, match="与记录相反"):
        derive(case(), basis(filed(), draws=(), gazettes={}), [by_hand("F6")])


def test_what_is_broken_or_has_no_head_tells_nothing_and_leaves_the_fact_open_4_2_11() -> None:
    whole, asked = second_dossier(), case(object_id=drawn_later())
    broken = attrs.evolve(whole, entries=(*whole.entries[:-1], attrs.evolve(whole.entries[-1], number=99)))
    unheaded = withheld(heads=(filed().head,))
    for of in (withheld(filed(), broken, heads=(filed().head, whole.head)), unheaded):
        found = derive_not_drawn(asked, of)
        assert found.fact.value is OPEN
        assert found.by_record
    assert {one.by_record != () for one in derive_inspected(asked, unheaded).values()} == {True}


def test_a_dossier_that_was_only_begun_shows_that_there_was_a_draw_4_2_11() -> None:
    begun = open_dossier(second_draw().commitment, date(2025, 5, 15))
    assert derive_not_drawn(case(object_id=undrawn()), withheld(filed(), begun)).by_record


def trails(of: RecordsBasis, asked: Case) -> list[str]:
    return [one.id for one in orphan_trails(asked, of)]


def test_dossiers_of_others_and_of_another_time_are_not_asked_for() -> None:
    of, second = withheld(), second_dossier().id
    assert trails(of, case()) == [second]
    assert trails(of, case(department=HEALTH)) == []
    assert trails(of, case(department=HEALTH, object_id=drawn_later())) == [second]
    assert trails(of, case(event_on=date(2025, 5, 10))) == []
    assert trails(of, case(event_on=date(2026, 1, 8))) == []
    assert trails(of, case(first=date(2024, 7, 1))) == [second]


def test_a_dossier_that_was_begun_late_tells_of_a_draw_from_before_the_event_4_2_11() -> None:
    begun = open_dossier(second_draw().commitment, date(2025, 7, 19))
    late = file_records(begun, [(file_draw(second_draw(), joint_items()), date(2025, 7, 20))])
    assert derive_not_drawn(case(object_id=drawn_later()), withheld(filed(), late)).fact.value is FALSE
    assert derive_not_drawn(case(object_id=undrawn()), withheld(filed(), late)).by_record
    empty = open_dossier(second_draw().commitment, date(2025, 7, 19))
    assert derive_not_drawn(case(object_id=undrawn()), withheld(filed(), empty)).fact.value is TRUE
