"""Grounds of other texts: every combination against tables written by hand; off where not read."""

from datetime import date
from itertools import product

import attrs
import pytest

from shuangsuiji.accountability import (
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    SAMR_41_GROUNDS,
    AssessmentVerdict,
    BreachKind,
    assess,
    evaluate,
    joined,
)
from shuangsuiji.accountability.ground_sets import GroundSet
from tests.unit.assessment_cases import NONE_FREES, F, N, T, case, facts

V = AssessmentVerdict
# Those that must hold, those of which one must, those of which none may; written beside the text of each rule.
WRITTEN = {
    "P76": ("", "P76-1 P76-2 P76-3 P76-4 P76-5", ""),
    "P76-late": ("P76-6", "", ""),
    "P82": ("P82-1", "", ""),
    "P83": ("P83-1 P83-2", "", ""),
    "S41-1": ("S41-unclear", "", "S41-intent"),
    "S41-2": ("S41-deceit S41-reviewed", "", ""),
    "S41-3": ("S41-expert S41-reviewed", "", ""),
    "S41-4": ("S41-unlicensed", "", "S41-report S41-neglect"),
    "S41-5": ("", "S41-by-plan S41-not-due", ""),
    "S41-6": ("S41-beyond", "", ""),
    "S41-7": ("S41-indirect", "", ""),
    "S41-8": ("S41-handled S41-defied", "", ""),
    "S41-9": ("S41-dissent", "", ""),
    "S41-10": ("S41-objected", "", "S41-plain"),
    "S41-11": ("S41-force", "", ""),
    "S41-fault": ("S41-fault S41-unlawful S41-harm", "", ""),
}


def of(ground_id: str) -> GroundSet:
    return PENALTY_GROUNDS if ground_id.startswith("P") else SAMR_41_GROUNDS


def table(letters: dict[str, str], must: list[str], one: list[str], none: list[str]) -> object:
    """Return what a rule comes to, spelled out without the connectives of the library."""
    if any(letters[name] == "F" for name in must) or any(letters[name] == "T" for name in none):
        return F
    if one and all(letters[name] == "F" for name in one):
        return F
    all_there = all(letters[name] == "T" for name in must) and all(letters[name] == "F" for name in none)
    return T if all_there and (not one or any(letters[name] == "T" for name in one)) else N


@pytest.mark.parametrize("ground_id", WRITTEN)
def test_every_combination_has_the_value_of_the_table(ground_id: str) -> None:
    must, one, none = ([f"G-{name}" for name in part.split()] for part in WRITTEN[ground_id])
    grounds = of(ground_id)
    codes = [*must, *one, *none]
    assert set(codes) == set(grounds.ground(ground_id).codes)
    for row in product("TFN", repeat=len(codes)):
        letters = dict(zip(codes, row, strict=True))
        due = table(letters, must, one, none)
        assert evaluate(grounds.ground(ground_id), facts(grounds, **letters)) is due, letters


def test_every_ground_has_its_table() -> None:
    assert [one.id for one in (*PENALTY_GROUNDS.grounds, *SAMR_41_GROUNDS.grounds)] == list(WRITTEN)


def test_a_duty_not_done_and_a_duty_done_unlawfully_are_told_apart() -> None:
    kinds = {one.id: one.breach_kind for one in PENALTY_GROUNDS.grounds}
    assert kinds == {
        "P76": BreachKind.UNLAWFUL,
        "P76-late": BreachKind.NON_PERFORMANCE,
        "P82": BreachKind.UNLAWFUL,
        "P83": BreachKind.NON_PERFORMANCE,
    }


def test_what_was_not_read_is_off_until_somebody_switches_it_on() -> None:
    assert not any(one.active or one.verified for one in SAMR_41_GROUNDS.grounds)
    given = [*facts(**NONE_FREES).values(), *facts(SAMR_41_GROUNDS, **{"G-S41-by-plan": "T"}).values()]
    both = joined("BOTH", "合并", (LIYANG_GROUNDS, SAMR_41_GROUNDS))
    assert assess(case(), given, both).verdicts == (V.NEEDS_EVIDENCE, V.NOT_MET)
    assert assess(case(), given, attrs.evolve(both, include_unverified=True)).verdicts == (V.EXEMPT,)


def test_a_text_does_not_reach_back_before_its_first_day() -> None:
    earlier = case(event_on=date(2021, 7, 14))
    given = facts(PENALTY_GROUNDS, **{"G-P82-1": "T"})
    assert assess(earlier, given, PENALTY_GROUNDS).verdicts == (V.NOT_MET,)
    assert assess(case(), given, PENALTY_GROUNDS).verdicts == (V.BREACH, V.NOT_MET)
