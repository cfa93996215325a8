"""What a commitment points out without refusing it: a task that is drawn again."""

import pytest

from shuangsuiji.draws import PastDraw
from shuangsuiji.draws.remarks import older, repeated
from shuangsuiji.planning import AnnualPlan, DrawSchedule, Frequency, Period, PlanLimits, Task
from shuangsuiji.values import Severity
from tests.unit.builders import committed, drawn, past, plan_of, task

NOTE, WARNING = Severity.NOTE, Severity.WARNING
DRAWN = past(drawn())[0]
FAILED = PastDraw(manifest=committed().manifest, drawn={}, failed=True)


def again(one: Task, *before: PastDraw, plan: AnnualPlan | None = None) -> list[Severity]:
    return [found.severity for found in repeated(one, plan or plan_of(one), before)]


def test_the_first_draw_is_not_remarked_on() -> None:
    assert again(task()) == []
    assert again(task(id="2"), DRAWN) == []
    assert again(task(), DRAWN, plan=plan_of(task(), id="2026")) == []


@pytest.mark.parametrize(
    ("frequency", "found"),
    [("每年1次", WARNING), ("每半年1次", NOTE), ("每季度1次", NOTE), ("两年1次", WARNING)],
)
def test_a_further_draw_is_noted_as_long_as_the_plan_has_as_many_and_else_warned_of(
    frequency: str, found: Severity
) -> None:
    assert again(task(frequency=Frequency.of(frequency)), DRAWN) == [found]


def test_a_schedule_says_how_many_the_plan_has() -> None:
    often = Frequency.of("每季度1次")
    assert again(task(frequency=often, schedule=DrawSchedule(every=Period.YEAR)), DRAWN) == [WARNING]


def test_a_draw_made_again_after_a_failure_is_warned_of_though_the_failed_does_not_count() -> None:
    (found,) = repeated(task(), plan_of(task()), [FAILED])
    assert (found.severity, found.code, found.where) == (WARNING, "draw.repeated_task", "2025-07")
    assert found.zh == "该任务此前已锁定，编号 1；本次为第 1 次，计划全年 1 次"
    assert "serial 1; this is number 1 of 1 planned" in found.en


def test_a_failure_that_a_draw_has_followed_is_past() -> None:
    later = PastDraw(
        manifest=committed(None, None, 1, earlier=[FAILED]).manifest,
        drawn={"labels": frozenset(DRAWN.drawn["labels"])},
    )
    twice = task(frequency=Frequency.of("每半年1次"))
    assert again(twice, later, FAILED) == [NOTE]
    assert again(twice, FAILED) == [WARNING]


def test_an_older_version_of_a_plan_than_one_that_was_drawn_is_warned_of_3_1_8() -> None:
    one = task()
    newer = past(drawn(committed(one, plan=plan_of(one, version=3))))
    (found,) = older(plan_of(one, version=2), newer, {})
    assert (found.severity, found.code, found.where) == (WARNING, "draw.plan_version", plan_of(one, version=2).citation)
    assert older(plan_of(one, version=3), newer, {}) == []
    assert older(plan_of(one, version=2, id="another"), newer, {}) == []


def test_a_plan_that_drops_its_limits_within_the_year_is_warned_of_3_1_10() -> None:
    one = task()
    limited = past(drawn(committed(one, plan=plan_of(one, limits=PlanLimits(visit_cap=1)))))
    (found,) = older(plan_of(one, version=2), limited, {})
    assert (found.severity, found.code) == (WARNING, "draw.limits_dropped")
    assert "rules.visit_cap" in found.zh
    assert older(plan_of(one, version=2), limited, {"rules.visit_cap": "1 CASES_COUNT"}) == []
