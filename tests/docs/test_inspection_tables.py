"""The tables of the pages on inspections are what the source says: formulas, aspects, outcomes, readings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shuangsuiji.inspection import (
    FORMULAS,
    AppraisalAspect,
    DeadlineDuty,
    DeadlineStart,
    Outcome,
    OutcomeGroup,
    PublicationTerms,
)
from shuangsuiji.inspection.appraisals import ASPECTS
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.terms import Term
from shuangsuiji.workdays import china_calendar

DOCS = Path(__file__).parents[2] / "docs"
FORMULA = re.compile(r"^\| `([a-z_]+)` \| (.+?) · (.+?) \| (.+?) ÷ (.+?) \| (\S+) \|$", re.MULTILINE)
ASPECT = re.compile(r"^\| ([A-Z]+) (\S+) \| ((?:`[a-z_]+`(?:, )?)+) \|$", re.MULTILINE)
GROUP = re.compile(r"^\| (\S+) `([A-Z_]+)` \| (.+) \|$", re.MULTILINE)
READING = re.compile(r"`([A-Z]+)`")
CODE = re.compile(r"`([a-z_]+)`")


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def readings(parameter: str) -> list[str]:
    """Return the readings that the page on inspections names for a parameter, in their order."""
    [line] = re.findall(rf"^\| `{parameter}` .*$", read("inspections.md"), re.MULTILINE)
    return READING.findall(line)


def test_the_table_of_indicators_holds_every_formula_in_its_order() -> None:
    held = [(one.code, one.en, one.zh, one.part_zh, one.whole_zh, one.clause.clause) for one in FORMULAS.values()]
    assert FORMULA.findall(read("scorecard.md")) == held


def test_the_table_of_aspects_names_the_indicators_of_each() -> None:
    said = {(name, zh): tuple(CODE.findall(codes)) for name, zh, codes in ASPECT.findall(read("scorecard.md"))}
    assert said == {(one.name, str(one)): ASPECTS[one] for one in AppraisalAspect}


def test_the_table_of_outcomes_holds_each_in_its_group() -> None:
    said = {(zh, name): outcomes.split("，") for zh, name, outcomes in GROUP.findall(read("inspections.md"))}
    groups = {(str(one), one.name): [str(each) for each in Outcome if each.group is one] for one in OutcomeGroup}
    assert said == groups


@pytest.mark.parametrize(("parameter", "terms"), [("start", DeadlineStart), ("duty", DeadlineDuty)])
def test_the_page_names_every_reading_and_the_default_first(parameter: str, terms: type[Term]) -> None:
    default = getattr(PublicationTerms(rules=LIYANG_RULES, calendar=china_calendar()), parameter)
    said = readings(parameter)
    assert sorted(said) == sorted(one.name for one in terms)
    assert said[0] == default.name
