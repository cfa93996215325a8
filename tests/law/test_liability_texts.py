"""What explanations quote against the texts of the law, word for word; what was not read is never quoted."""

from pathlib import Path

import pytest

from shuangsuiji.accountability import (
    FACT_KINDS,
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    SAMR_41_GROUNDS,
    BreachKind,
    ExplanationNode,
    SubjectKind,
    assess,
    explain,
    joined,
)
from shuangsuiji.law import LIYANG_2020, PENALTY_2021
from tests.unit.assessment_cases import case, facts

HERE = Path(__file__).parent
TEXTS = {LIYANG_2020.number: "liyang-2020-27.txt", PENALTY_2021.number: "penalty-2021.txt"}
ALL = joined("ALL", "合并", (LIYANG_GROUNDS, PENALTY_GROUNDS, SAMR_41_GROUNDS), include_unverified=True)


def text(document: str) -> str:
    return (HERE / TEXTS[document]).read_text(encoding="utf-8")


def trees() -> list[ExplanationNode]:
    """Return explanations in which every ground counts for somebody."""
    given = facts(F1="T", F2="T", F3="N", F11="T", F12="T")
    return [explain(assess(case(subject_kind=kind), given, ALL)) for kind in SubjectKind]


@pytest.mark.parametrize("tree", trees(), ids=[kind.name for kind in SubjectKind])
def test_every_quotation_stands_word_for_word_in_its_text(tree: ExplanationNode) -> None:
    quotations = [one for node in tree.walk() for one in node.quotations]
    assert quotations
    assert [str(one) for one in quotations if one.text not in text(one.clause.document)] == []


def test_every_quotation_reaches_the_reader_word_for_word() -> None:
    tree = trees()[0]
    plain = tree.text()
    for node in tree.walk():
        for quotation in node.quotations:
            assert all(line in plain for line in quotation.text.split("\n"))


def test_every_phrase_of_a_fact_stands_word_for_word_in_the_text() -> None:
    liyang = text(LIYANG_2020.number)
    assert [kind for kind in FACT_KINDS.values() if kind.phrase not in liyang] == []


def test_the_three_ways_to_fail_a_duty_stand_in_the_text_in_this_order() -> None:
    assert "对" + "、".join(map(str, BreachKind)) + "“双随机、一公开”监管职责的" in text(LIYANG_2020.number)


def test_every_clause_that_a_verified_ground_cites_is_at_hand() -> None:
    documents = {one.number: one for one in (LIYANG_2020, PENALTY_2021)}
    for ground in (*LIYANG_GROUNDS.grounds, *PENALTY_GROUNDS.grounds):
        for ref in ground.clauses:
            assert documents[ref.document].ref(ref.clause) == ref


def test_all_clauses_of_4_2_but_the_list_are_cited_by_a_ground() -> None:
    cited = {ref.clause for ground in LIYANG_GROUNDS.grounds for ref in ground.clauses}
    assert cited == {f"4.2.{number}" for number in range(1, 14)} - {"4.2.4"}


def test_of_a_text_that_was_not_read_no_clause_is_quoted() -> None:
    quoted = {one.clause.document for tree in trees() for node in tree.walk() for one in node.quotations}
    assert quoted == set(TEXTS)
    assert {ref.document for ground in SAMR_41_GROUNDS.grounds for ref in ground.clauses}.isdisjoint(TEXTS)


def test_the_readings_differ_by_the_words_before_the_second_limb() -> None:
    liyang = text(LIYANG_2020.number)
    places = [liyang.index(LIYANG_2020.clause(f"4.2.{number}").quotation) for number in (5, 6, 7, 8, 9, 10)]
    assert places == sorted(places)
