"""A plan made public: 2.1.8."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError, NotADayError
from shuangsuiji.inspection import DisclosureGrade, PlanNotice, PlanPublication, post_plan, publish
from tests.unit.builders import AGENCY, made, plan_of, task

PLACE = "江苏省市场监管信息平台"


def notice(**changes: object) -> PlanNotice:
    given = {"place": PLACE, "on": date(2025, 2, 1), "reference": "计划公示-01", "by": AGENCY}
    return made(PlanNotice, given, changes)


def published(**changes: object) -> PlanPublication:
    return made(PlanPublication, {"plan": plan_of(task(), drawn_up_on=date(2025, 1, 20))}, changes)


def test_a_plan_is_public_once_it_stands_somewhere_2_1_8() -> None:
    before = publish(plan_of(task()))
    after = post_plan(before, place=PLACE, on=date(2025, 2, 1), reference="计划公示-01", by=AGENCY)
    assert (before.is_complete, after.is_complete) == (False, True)
    assert after.notices == (notice(),)
    assert after.digest != before.digest
    assert "未公示" in repr(before)
    assert PLACE in repr(after)


def test_a_plan_is_not_public_before_it_was_drawn_up() -> None:
    with pytest.raises(InvalidValueError, match="公示不得早于计划制定"):
        published(notices=(notice(on=date(2025, 1, 19)),))
    assert published(notices=(notice(on=date(2025, 1, 20)),)).is_complete


def test_a_plan_that_is_kept_has_a_reason_and_no_notice_h_3() -> None:
    with pytest.raises(InvalidValueError, match="须写明理由"):
        published(grade=DisclosureGrade.INTERNAL)
    kept = published(grade=DisclosureGrade.INTERNAL, reason="飞行检查，提前公开将影响效果")
    assert not kept.is_complete
    with pytest.raises(InvalidValueError, match="不得公示"):
        post_plan(kept, place=PLACE, on=date(2025, 2, 1), reference="计划公示-01", by=AGENCY)


@pytest.mark.parametrize(
    "changes", [{"plan": None}, {"grade": "主动公开"}, {"notices": [notice()]}, {"notices": (PLACE,)}, {"reason": "无"}]
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        published(**changes)


@pytest.mark.parametrize("changes", [{"place": ""}, {"reference": ""}, {"by": "市场监管局"}])
def test_a_notice_says_where_under_which_number_and_by_whom(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        notice(**changes)


def test_a_notice_has_a_day() -> None:
    with pytest.raises(NotADayError):
        notice(on=None)


def test_it_goes_through_json() -> None:
    whole = published(notices=(notice(),))
    read: Callable[..., object] = from_json
    assert read(to_json(whole), PlanPublication) == whole
    assert attrs.evolve(whole) == whole
