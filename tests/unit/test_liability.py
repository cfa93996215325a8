"""Rules on liability as data: what was not read says who reports it."""

import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.law import (
    PENALTY_2021,
    Certainty,
    LiabilityEffect,
    LiabilityFact,
    LiabilityRule,
    LiabilityText,
)
from tests.unit.builders import made

CLAUSE = PENALTY_2021.ref("82")


def fact(code: str = "G-1", **changes: object) -> LiabilityFact:
    return made(LiabilityFact, {"code": code, "zh": "合成事实", "en": "a made-up fact", "clause": CLAUSE}, changes)


def rule(**changes: object) -> LiabilityRule:
    given = {
        "id": "R-1",
        "effect": LiabilityEffect.FREES,
        "clause": CLAUSE,
        "certainty": Certainty.READ,
        "all_of": ("G-1",),
    }
    return made(LiabilityRule, given, changes)


def text(*rules: LiabilityRule, facts: tuple[LiabilityFact, ...] = (fact(),)) -> LiabilityText:
    return LiabilityText(id="TEXT", title="合成文本", effective_on=None, facts=facts, rules=rules)


def test_only_what_was_read_in_the_original_is_verified() -> None:
    assert [
        one for one in Certainty if rule(certainty=one, source="" if one is Certainty.READ else "据报道").verified
    ] == [Certainty.READ]


def test_what_was_not_read_says_who_reports_it_and_what_was_read_does_not() -> None:
    for wrong in ({"certainty": Certainty.RECALLED}, {"source": "据报道"}):
        with pytest.raises(InvalidValueError, match="未核对原文的须写明来源"):
            rule(**wrong)


def test_the_code_of_such_a_fact_is_told_apart_from_those_of_the_city() -> None:
    with pytest.raises(InvalidValueError, match="应以 G- 开头"):
        fact("F1")


def test_a_text_has_every_fact_that_its_rules_ask_for_and_each_once() -> None:
    with pytest.raises(UnknownNameError, match="G-2"):
        text(rule(none_of=("G-2",)))
    with pytest.raises(InvalidValueError, match="各一次"):
        text(rule(), rule())
    with pytest.raises(InvalidValueError, match="各一次"):
        text(facts=(fact(), fact()))


def test_a_text_shows_how_many_rules_it_has() -> None:
    assert repr(text(rule())) == "<责任文本 TEXT：1 条>"
