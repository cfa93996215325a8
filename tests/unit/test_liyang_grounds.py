"""The grounds of 四（二）: every combination of true, false and not established against tables written by hand."""

from itertools import product

import pytest

from shuangsuiji.accountability import (
    FACT_KINDS,
    LIYANG_GROUNDS,
    AssessmentVerdict,
    BreachKind,
    CausalReading,
    SubjectKind,
    evaluate,
    grounds_under,
)
from shuangsuiji.law import LIYANG_2020
from tests.unit.assessment_cases import LETTERS, F, N, T, facts

V = AssessmentVerdict

# Facts in the order of the text, and the one row in which the ground holds. It falls as soon as one fact is the
# opposite of what stands there, and is open else: that is what a conjunction is, and each of these grounds is one.
HOLDS = {
    "Ex.1": ("F1 F2 F3 F4", "TTTF"),
    "Ex.2n": ("F1 F2 F5 F4", "TTTF"),
    "Ex.2w": ("F5 F4", "TF"),
    "Ex.3": ("F0 F6 F7", "TTT"),
    "L.1": ("F8", "T"),
    "L.2": ("F9", "T"),
    "L.3": ("F10", "T"),
    "R.1": ("F11", "T"),
    "C.1": ("F12", "T"),
}
OPPOSITE = {"T": "F", "F": "T"}
# One table in full, row by row, so that the rule above is itself held against something: F5 and F4 of Ex.2w.
WIDE = {"TF": "T", "TT": "F", "TN": "N", "FF": "F", "FT": "F", "FN": "F", "NF": "N", "NT": "F", "NN": "N"}


@pytest.mark.parametrize("ground_id", HOLDS)
def test_every_combination_has_the_value_of_the_table(ground_id: str) -> None:
    names, row = HOLDS[ground_id]
    ground = LIYANG_GROUNDS.ground(ground_id)
    codes = names.split()
    assert set(codes) == set(ground.codes)
    for letters in product("TFN", repeat=len(codes)):
        refuted = any(letter == OPPOSITE[due] for letter, due in zip(letters, row, strict=True))
        due = F if refuted else T if "".join(letters) == row else N
        assert evaluate(ground, facts(**dict(zip(codes, letters, strict=True)))) is due, letters


def test_the_wide_reading_has_its_table_row_by_row() -> None:
    ground = LIYANG_GROUNDS.ground("Ex.2w")
    found = {five + four: evaluate(ground, facts(F5=five, F4=four)) for five, four in product("TFN", repeat=2)}
    assert found == {row: LETTERS[letter] for row, letter in WIDE.items()}


def test_every_ground_has_its_table() -> None:
    assert [ground.id for ground in LIYANG_GROUNDS.grounds] == list(HOLDS)


def test_no_fact_is_left_over() -> None:
    assert LIYANG_GROUNDS.kinds == tuple(FACT_KINDS.values())


@pytest.mark.parametrize(
    ("ground_id", "verdict", "clauses"),
    [
        ("Ex.1", V.EXEMPT, "5 6 7 8 10"),
        ("Ex.2n", V.EXEMPT, "5 6 9 10"),
        ("Ex.2w", V.EXEMPT, "9 10"),
        ("Ex.3", V.EXEMPT_MANDATORY, "11 12 13"),
        ("L.1", V.BREACH, "2"),
        ("L.2", V.BREACH, "2"),
        ("L.3", V.BREACH, "2"),
        ("R.1", V.REFER, "3"),
        ("C.1", V.COMMEND, "1"),
    ],
)
def test_a_ground_leads_to_its_verdict_and_cites_its_clauses(ground_id: str, verdict: V, clauses: str) -> None:
    ground = LIYANG_GROUNDS.ground(ground_id)
    assert ground.verdict is verdict
    assert ground.clauses == tuple(LIYANG_2020.ref(f"4.2.{number}") for number in clauses.split())
    assert ground.verified
    assert ground.active


def test_the_three_kinds_of_breach_are_three_grounds_4_2_2() -> None:
    kinds = [ground.breach_kind for ground in LIYANG_GROUNDS.grounds if ground.verdict is V.BREACH]
    assert kinds == list(BreachKind)
    phrases = [FACT_KINDS[code].phrase for code in ("F8", "F9", "F10")]
    assert phrases == [str(kind) for kind in BreachKind]


def test_the_words_that_leave_no_choice_are_marked_4_2_13() -> None:
    assert "应予免责" in LIYANG_2020.clause("4.2.13").quotation
    assert [ground.id for ground in LIYANG_GROUNDS.grounds if not ground.mandatory] == ["Ex.1", "Ex.2n", "Ex.2w"]


def test_who_was_not_drawn_frees_the_officers_and_nobody_else_4_2_13() -> None:
    assert LIYANG_GROUNDS.ground("Ex.3").applies_to == (SubjectKind.OFFICER,)
    both = grounds_under(not_drawn_frees=(SubjectKind.OFFICER, SubjectKind.UNIT))
    assert both.ground("Ex.3").applies_to == (SubjectKind.OFFICER, SubjectKind.UNIT)


def test_who_keeps_the_pool_is_freed_by_no_ground_and_may_be_in_breach() -> None:
    of_keeper = [one.id for one in LIYANG_GROUNDS.grounds if SubjectKind.POOL_KEEPER in one.applies_to]
    assert of_keeper == ["L.1", "L.2", "L.3", "R.1", "C.1"]


def test_the_narrow_reading_is_the_default_and_each_reading_keeps_the_other_beside_it() -> None:
    assert grounds_under(CausalReading.NARROW) == LIYANG_GROUNDS
    assert LIYANG_GROUNDS.readings == ("causal.narrow",)
    assert grounds_under(CausalReading.WIDE).readings == ("causal.wide",)
    assert LIYANG_GROUNDS.other_readings() == (grounds_under(CausalReading.WIDE),)
    assert [LIYANG_GROUNDS.ground(one).reading for one in ("Ex.2n", "Ex.2w")] == ["causal.narrow", "causal.wide"]


def test_an_abuse_takes_away_what_4_2_10_frees_on_either_limb_4_2_8() -> None:
    freed = [one for one in LIYANG_GROUNDS.grounds if one.verdict is V.EXEMPT]
    assert all(evaluate(one, facts(F1="T", F2="T", F3="T", F4="T", F5="T")) is F for one in freed)
    assert all(evaluate(one, facts(F1="T", F2="T", F3="T", F4="F", F5="T")) is T for one in freed)
    assert all(evaluate(one, facts(F1="T", F2="T", F3="T", F5="T")) is N for one in freed)
