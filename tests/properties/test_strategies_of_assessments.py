"""Assessments of every verdict are made: settled and open, decided and not, in conflict with themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from shuangsuiji.accountability import (
    FACT_KINDS,
    LIYANG_GROUNDS,
    Assessment,
    AssessmentVerdict,
    Case,
    DepartmentReport,
    Fact,
    SubjectKind,
)
from shuangsuiji.testing.strategies import assessments, cases, department_reports, facts
from tests.unit.assessment_cases import case

QUICK = settings(max_examples=2_000, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
T = TypeVar("T")


def made(strategy: SearchStrategy[T], condition: Callable[[T], bool]) -> bool:
    """Tell whether a strategy makes such a value; Hypothesis prints what was asked of it, not the whole value."""
    try:
        return find(strategy.map(condition), bool, settings=QUICK)
    except NoSuchExample:
        return False


@pytest.mark.parametrize("verdict", AssessmentVerdict, ids=lambda one: one.name)
def test_every_verdict_is_come_to(verdict: AssessmentVerdict) -> None:
    assert made(assessments(), lambda one: verdict in one.verdicts)


@pytest.mark.parametrize(
    "condition",
    [
        lambda one: one.is_decided and not one.is_settled,
        lambda one: one.is_settled and not one.is_decided,
        lambda one: one.is_conflicting,
        lambda one: not one.facts,
    ],
    ids=["decided", "settled", "in_conflict", "without_facts"],
)
def test_every_state_is_come_to(condition: Callable[[Assessment], bool]) -> None:
    assert made(assessments(), condition)


@pytest.mark.parametrize("kind", SubjectKind, ids=lambda one: one.name)
def test_cases_are_about_every_kind_of_subject_and_about_objects_that_somebody_else_holds(kind: SubjectKind) -> None:
    def other(one: Case) -> bool:
        return one.subject_kind is kind and one.holder != one.object_id and one.first.year < one.event_on.year

    assert made(cases(), other)


def test_a_department_is_reported_with_several_cases() -> None:
    def several(one: DepartmentReport) -> bool:
        return one.cases > 1 and bool(one.open_kinds)

    assert made(department_reports(), several)


@settings(max_examples=50)
@given(assessments(LIYANG_GROUNDS))
def test_the_grounds_that_are_asked_for_are_taken(one: Assessment) -> None:
    assert one.grounds is LIYANG_GROUNDS


def test_the_kind_and_the_first_day_that_are_asked_for_are_taken() -> None:
    since = case().event_on

    @settings(max_examples=50)
    @given(facts(FACT_KINDS["F2"], since=since))
    def check(one: Fact) -> None:
        assert one.code == "F2"
        assert all(each.as_of >= since for each in one.evidence)

    check()
