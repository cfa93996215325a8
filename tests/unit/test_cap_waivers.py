"""A filed waiver of caps for a targeted inspection."""

from datetime import date

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import CapWaiver, SupervisionMode
from shuangsuiji.values import Severity
from tests.unit.builders import design, task
from tests.unit.targeted_days import half, waiver

DAY = date(2025, 5, 11)


def test_a_waiver_says_who_filed_it_when_by_which_paper_and_why_3_4_4() -> None:
    one = waiver()
    assert one.manifest_line() == "320481-SCJG 2025-05-07 合成备案〔2025〕3号：风险突出，需扩大抽查"
    assert from_json(to_json(one), CapWaiver) == one


def test_a_waiver_is_a_warning_that_names_what_it_lifts() -> None:
    (found,) = waiver(visit_cap=True).findings()
    assert (found.severity, found.code, found.clause) == (
        Severity.WARNING,
        "draw.cap_waiver",
        LIYANG_2020.ref("3.4.4"),
    )
    assert found.zh.startswith("已放宽labels 的比例上限、年度检查频次上限：")
    assert found.en.startswith("lifted: the ratio cap of labels, the visit cap, as filed by")


@pytest.mark.parametrize(
    "changes",
    [
        {"task_id": ""},
        {"filed_by": "局"},
        {"document": "一=二"},
        {"reason": ""},
        {"item_codes": ("标签",)},
        {"item_codes": ()},
        {"visit_cap": "yes"},
    ],
)
def test_a_waiver_with_a_wrong_field_or_of_nothing_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        waiver(**changes)


def test_an_item_stands_once_in_a_waiver() -> None:
    with pytest.raises(DuplicateError):
        waiver(item_codes=("labels", "labels"))


@pytest.mark.parametrize("mode", [SupervisionMode.RANDOM, SupervisionMode.KEY_FULL])
def test_only_a_targeted_task_has_its_caps_lifted_3_4_4(mode: SupervisionMode) -> None:
    one = task(design("100%"), id="2025-专项-01", mode=mode)
    with pytest.raises(LawError, match="只有专项抽查可以放宽上限") as caught:
        waiver().check_drawable(one, DAY)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.4.4")


def test_a_waiver_is_filed_before_the_commitment_and_for_this_task_and_its_items() -> None:
    waiver(filed_on=DAY).check_drawable(half(), DAY)
    with pytest.raises(LawError, match="放宽须在锁定之前备案"):
        waiver(filed_on=date(2025, 5, 12)).check_drawable(half(), DAY)
    with pytest.raises(InvalidValueError, match="放宽的不是该任务"):
        waiver(task_id="2025-07").check_drawable(half(), DAY)
    with pytest.raises(UnknownNameError):
        waiver(item_codes=("lifts",)).check_drawable(half(), DAY)
