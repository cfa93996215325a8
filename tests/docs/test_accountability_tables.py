"""The tables of facts, grounds, verdicts and traps on the page are those of the library."""

from __future__ import annotations

import re
from pathlib import Path

from shuangsuiji.accountability import FACT_KINDS, LIYANG_GROUNDS, TRAPS, AssessmentVerdict
from shuangsuiji.values import ClauseRef

PAGE = Path(__file__).parents[2] / "docs/accountability.md"


def table(first: str) -> list[list[str]]:
    """Return the cells of the rows of the table whose head begins so."""
    [body] = re.findall(
        rf"^\| {re.escape(first)} .*\n\|[-|]+\n((?:\|.*\n)+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines()]


def ids(clauses: tuple[ClauseRef, ...]) -> list[str]:
    return [one.clause for one in clauses]


def test_the_facts_are_those_of_the_library_word_for_word() -> None:
    shown = [(row[0], row[1], row[2]) for row in table("fact · 事实")]
    assert shown == [(code, one.phrase, one.clause.clause) for code, one in FACT_KINDS.items()]


def test_the_grounds_are_those_of_the_library() -> None:
    shown = {row[0]: row[1:] for row in table("ground · 依据")}
    assert list(shown) == [one.id for one in LIYANG_GROUNDS.grounds]
    for ground in LIYANG_GROUNDS.grounds:
        must, must_not, verdict, whom, clauses = shown[ground.id]
        assert must.split() == list(ground.all_of)
        assert ground.any_of == ()
        assert must_not.split() == [*ground.none_of, *ground.barred_by]
        assert verdict == ground.verdict.name
        assert whom.split() == [one.name for one in ground.applies_to]
        assert clauses.split() == ids(ground.clauses)


def test_the_verdicts_stand_in_their_order() -> None:
    assert [row[0] for row in table("verdict · 结论")] == [f"{one.name} {one}" for one in AssessmentVerdict]


def test_the_traps_are_those_of_the_library() -> None:
    shown = [tuple(row[:3]) for row in table("trap · 陷阱")]
    assert shown == [(code, severity.name, clause) for code, (severity, clause) in TRAPS.items()]
