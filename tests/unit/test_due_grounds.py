"""Whoever frees by the text of the city keeps what it holds against somebody: 4.2.2 to 4.2.4."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.accountability import (
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    AssessmentVerdict,
    BreachKind,
    Ground,
    GroundSet,
    SubjectKind,
    assess,
    grounds_under,
    joined,
)
from shuangsuiji.accountability.due_grounds import DUE_GROUNDS, check_due
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.errors import LawError
from tests.unit.assessment_cases import EX_3, case, facts

V = AssessmentVerdict
CHANGES: tuple[dict[str, object], ...] = (
    {"active": False},
    {"verified": False, "active": False, "source": "转引"},
    {"effective_on": date(2099, 1, 1)},
    {"applies_to": (SubjectKind.UNIT,)},
    {"reading": "causal.wide"},
    {"barred_by": ("F0",)},
    {"none_of": ("F12",)},
    {"all_of": ("F6",)},
    {"clauses": LIYANG_GROUNDS.ground("C.1").clauses},
    {"id": "L.9"},
)


def with_grounds(*grounds: Ground) -> GroundSet:
    codes = {code for one in grounds for code in one.codes}
    kinds = tuple(kind for code, kind in FACT_KINDS.items() if code in codes)
    return attrs.evolve(LIYANG_GROUNDS, grounds=grounds, kinds=kinds)


@pytest.mark.parametrize("due", DUE_GROUNDS, ids=lambda one: one.id)
@pytest.mark.parametrize("change", CHANGES, ids="_".join)
def test_none_of_them_is_changed_4_2_4(due: Ground, change: dict[str, object]) -> None:
    changed = attrs.evolve(due, **change)  # type: ignore[arg-type]
    chosen = with_grounds(*(changed if one == due else one for one in LIYANG_GROUNDS.grounds))
    values = {code: letter for code, letter in EX_3.items() if code in {kind.code for kind in chosen.kinds}}
    with pytest.raises(LawError, match=f"grounds {due.id}"):
        assess(case(), facts(**values), chosen)


@pytest.mark.parametrize("due", DUE_GROUNDS, ids=lambda one: one.id)
def test_none_of_them_is_left_out_4_2_4(due: Ground) -> None:
    with pytest.raises(LawError, match="须原样载有"):
        assess(case(), facts(**EX_3), with_grounds(*(one for one in LIYANG_GROUNDS.grounds if one != due)))


def test_a_breach_of_one_kind_is_none_of_another_4_2_2() -> None:
    first, second, *_ = DUE_GROUNDS
    assert (first.breach_kind, second.breach_kind) == (BreachKind.NON_PERFORMANCE, BreachKind.IMPROPER)
    with pytest.raises(LawError):
        check_due(
            with_grounds(*LIYANG_GROUNDS.grounds[:4], attrs.evolve(first, breach_kind=BreachKind.IMPROPER)), "认-01"
        )


def test_another_number_of_the_document_does_not_shake_them_off_4_2_4() -> None:
    """Its facts are still phrases of the city text."""
    other = [attrs.evolve(one, document="溧政办发[2020]27号") for one in LIYANG_GROUNDS.ground("Ex.3").clauses]
    freeing = [attrs.evolve(one, clauses=tuple(other)) for one in LIYANG_GROUNDS.grounds[:4]]
    with pytest.raises(LawError):
        check_due(with_grounds(*freeing), "认-01")


def test_every_set_that_frees_by_the_city_text_holds_them_and_others_need_not() -> None:
    joint = joined("BOTH", "合并", (LIYANG_GROUNDS, PENALTY_GROUNDS))
    for chosen in (LIYANG_GROUNDS, grounds_under(not_drawn_frees=tuple(SubjectKind)), joint, PENALTY_GROUNDS):
        check_due(chosen, "认-01")
    assert assess(case(), facts(**EX_3, F8="T")).verdicts[:2] == (V.BREACH, V.EXEMPT_MANDATORY)
