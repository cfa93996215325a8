"""The facts that 四（二） asks for."""

from shuangsuiji.accountability import FACT_KINDS
from shuangsuiji.law import LIYANG_2020


def test_the_facts_are_numbered_from_0_to_12() -> None:
    assert list(FACT_KINDS) == [f"F{number}" for number in range(13)]
    assert all(kind.code == code for code, kind in FACT_KINDS.items())


def test_each_phrase_stands_word_for_word_in_its_clause() -> None:
    for kind in FACT_KINDS.values():
        assert kind.phrase in LIYANG_2020.clause(kind.clause.clause).quotation, kind


def test_each_fact_is_of_section_4_2() -> None:
    assert {kind.clause.path for kind in FACT_KINDS.values()} == {"四（二）"}
    assert {kind.clause.clause for kind in FACT_KINDS.values()} == {
        f"4.2.{number}" for number in (1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13)
    }
