"""Grounds: facts that must hold, of which one must, of which none may; a clause behind each."""

from itertools import product

import pytest

from shuangsuiji.accountability import (
    AssessmentVerdict,
    BreachKind,
    Ground,
    SubjectKind,
    evaluate,
)
from shuangsuiji.accountability.grounds import value_of
from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import LIYANG_2020
from tests.unit.assessment_cases import F, N, T, facts
from tests.unit.builders import made

V = AssessmentVerdict


def ground(**changes: object) -> Ground:
    given = {
        "id": "G.1",
        "verdict": V.EXEMPT,
        "applies_to": (SubjectKind.OFFICER,),
        "clauses": (LIYANG_2020.ref("4.2.10"),),
        "all_of": ("F1",),
    }
    return made(Ground, given, changes)


UNREAD = {"verified": False, "active": False, "source": "据报道，未见原文"}


def test_all_of_any_of_none_of_and_a_bar_have_the_table_that_they_should() -> None:
    one = ground(all_of=("F1",), any_of=("F2", "F3"), none_of=("F4",), barred_by=("F5",))
    for letters in product("TFN", repeat=5):
        first, second, third, fourth, fifth = letters
        refuted = first == "F" or (second == third == "F") or fourth == "T" or fifth == "T"
        met = first == "T" and "T" in (second, third) and fourth == fifth == "F"
        due = F if refuted else T if met else N
        assert evaluate(one, facts(**dict(zip(("F1", "F2", "F3", "F4", "F5"), letters, strict=True)))) is due


def test_a_fact_that_nobody_gave_is_not_established() -> None:
    assert evaluate(ground(), {}) is N
    assert value_of({}, "F1") is N
    assert value_of(facts(F1="F"), "F1") is F


def test_a_ground_knows_which_value_of_a_fact_speaks_for_it() -> None:
    one = ground(all_of=("F1",), any_of=("F2",), none_of=("F4",), barred_by=("F5",))
    assert [one.wants(code) for code in one.codes] == [T, T, F, F]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": V.NOT_MET}, "不是依据可得的结论"),
        ({"verdict": V.NEEDS_EVIDENCE}, "不是依据可得的结论"),
        ({"all_of": ()}, "至少一项须成立的事实"),
        ({"all_of": (), "none_of": ("F4",)}, "至少一项须成立的事实"),
        ({"none_of": ("F1",)}, "同一事实只能出现一次"),
        ({"barred_by": ("F1",)}, "同一事实只能出现一次"),
        ({"clauses": ()}, "须引条款"),
        ({"clauses": ("4.2.10",)}, "应为 ClauseRef"),
        ({"applies_to": ()}, "至少一类主体"),
        ({"applies_to": (SubjectKind.UNIT, SubjectKind.OFFICER)}, "至少一类主体，各一次，依序"),
        ({"breach_kind": BreachKind.IMPROPER}, "失职须有类别，其他不得有"),
        ({"verdict": V.BREACH}, "失职须有类别，其他不得有"),
        ({"mandatory": True}, "应与结论一致"),
        ({"verdict": V.EXEMPT_MANDATORY}, "应与结论一致"),
        ({"reading": "narrow"}, "应为 族.读法"),
        ({"reading": "causal."}, "应为 1 至 64"),
        ({"source": "据报道"}, "未核对原文的须写明来源"),
        ({"verified": False, "active": False}, "未核对原文的须写明来源"),
        ({**UNREAD, "active": True}, "未核对原文的依据不得默认启用"),
        ({"all_of": ("F 1",)}, "codes"),
        ({"verified": "yes"}, "应为 bool"),
    ],
    ids=lambda one: one if isinstance(one, str) else None,
)
def test_what_does_not_go_together_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        ground(**changes)


def test_a_ground_that_was_not_read_in_the_original_is_off_and_says_where_it_is_known_from() -> None:
    assert not ground(**UNREAD).active
    assert ground(**UNREAD).source == "据报道，未见原文"


def test_a_duty_is_failed_in_one_of_three_ways_4_2_2() -> None:
    assert [str(kind) for kind in BreachKind] == ["未履行", "不当履行", "违法履行"]
    clause = LIYANG_2020.clause("4.2.2").quotation
    assert "、".join(map(str, BreachKind)) in clause


def test_what_is_against_somebody_stands_before_what_frees_him() -> None:
    assert [one.name for one in V] == [
        "REFER",
        "BREACH",
        "EXEMPT_MANDATORY",
        "EXEMPT",
        "NEEDS_EVIDENCE",
        "NOT_MET",
        "COMMEND",
    ]
    assert [one for one in V if one.frees] == [V.EXEMPT_MANDATORY, V.EXEMPT]


def test_a_ground_shows_its_verdict_and_its_clause() -> None:
    assert repr(ground()) == "<依据 G.1 → 免予追究（溧政办发〔2020〕27号 四（二））>"


@pytest.mark.parametrize(
    "one",
    [ground(), ground(**UNREAD), ground(verdict=V.BREACH, breach_kind=BreachKind.UNLAWFUL, reading="a.b")],
    ids=["read", "unread", "breach"],
)
def test_a_ground_comes_back_from_json(one: Ground) -> None:
    assert from_json(to_json(one), Ground) == one
