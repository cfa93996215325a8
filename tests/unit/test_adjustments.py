"""Adjustments of a plan: three quantities, each change with its day, its reason and its paper."""

from datetime import date
from fractions import Fraction

import attrs
import pytest

from shuangsuiji.errors import InvalidRatioError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.planning import Adjustment, Frequency, PlanQuantity, SupervisionMode, Task
from shuangsuiji.planning.adjustments import NONE, adjusted_task, current_value
from tests.unit.builders import design, full_width, made, task

RATIO, FREQUENCY, PROBABILITY = PlanQuantity.RATIO, PlanQuantity.FREQUENCY, PlanQuantity.INCLUSION_PROBABILITY
TASK = task(design({"A": "5%", "*": "1%"}, inclusion_targets={"A": "1/4"}), design("20%", "lifts"))


def adjustment(quantity: PlanQuantity = RATIO, before: str = "5%", after: str = "8%", **changes: object) -> Adjustment:
    given = {
        "task_id": "2025-07",
        "quantity": quantity,
        "item_code": "" if quantity is FREQUENCY else "labels",
        "stratum": "*" if quantity is FREQUENCY else "A",
        "before": before,
        "after": after,
        "on": date(2025, 5, 6),
        "reason": "第一季度问题率上升",
        "document": "合成〔2025〕7号",
    }
    return made(Adjustment, given, changes)


def adjusted(one: Adjustment, of: Task = TASK) -> Task:
    return adjusted_task(of, one, ())


@pytest.mark.parametrize(
    "changes",
    [
        {"task_id": ""},
        {"quantity": "抽查比例"},
        {"on": "2025-05-06"},
        {"reason": ""},
        {"document": ""},
        {"stratum": ""},
        {"item_code": ""},
        {"item_code": "标签"},
        {"before": ""},
        {"after": Fraction(1, 20)},
    ],
    ids=str,
)
def test_an_adjustment_has_its_day_its_reason_and_its_paper_3_1_8(changes: dict[str, object]) -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        attrs.evolve(adjustment(), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("after", ["1/20", "0.05", full_width("5%")])
def test_a_ratio_that_stays_the_same_in_another_spelling_is_no_adjustment(after: str) -> None:
    with pytest.raises(InvalidValueError, match="须有变动"):
        adjustment(after=after)


def test_a_frequency_that_stays_the_same_in_another_spelling_is_no_adjustment() -> None:
    with pytest.raises(InvalidValueError, match="须有变动"):
        adjustment(FREQUENCY, "每年2次", "每半年一次")


def test_twice_in_two_years_is_another_frequency_than_once_a_year() -> None:
    assert adjustment(FREQUENCY, "每年1次", "每2年2次").new == "每2年2次"


@pytest.mark.parametrize("after", ["110%", "0,05", "每年2次"])
def test_a_ratio_is_exact(after: str) -> None:
    with pytest.raises(InvalidRatioError):
        adjustment(after=after)


def test_a_frequency_states_its_period() -> None:
    with pytest.raises(InvalidValueError, match="期间和次数"):
        adjustment(FREQUENCY, "每年1次", "2次")


@pytest.mark.parametrize("changes", [{"item_code": "labels"}, {"stratum": "A"}], ids=str)
def test_a_frequency_is_the_tasks_and_of_no_item_or_stratum(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError, match="不指明事项和层"):
        adjustment(FREQUENCY, "每年1次", "每年2次", **changes)


@pytest.mark.parametrize(("quantity", "before"), [(RATIO, "5%"), (FREQUENCY, "每年1次")], ids=str)
def test_a_ratio_or_a_frequency_is_changed_and_not_taken_away(quantity: PlanQuantity, before: str) -> None:
    with pytest.raises(InvalidValueError, match="不能取消"):
        adjustment(quantity, before, NONE)


def test_one_adjustment_changes_one_quantity_and_nothing_else_3_1_8() -> None:
    wider, oftener = adjusted(adjustment()), adjusted(adjustment(FREQUENCY, "每年1次", "每季度1次"))
    surer = adjusted(adjustment(PROBABILITY, "1/4", "1/2"))
    assert dict(wider.designs[0].ratios) == {"A": Fraction(2, 25), "*": Fraction(1, 100)}
    assert oftener.frequency == Frequency(times=4)
    assert dict(surer.designs[0].inclusion_targets) == {"A": Fraction(1, 2)}
    assert attrs.evolve(wider, designs=TASK.designs) == TASK
    assert attrs.evolve(wider.designs[0], ratios=TASK.designs[0].ratios) == TASK.designs[0]
    assert attrs.evolve(oftener, frequency=TASK.frequency) == TASK
    assert attrs.evolve(surer.designs[0], inclusion_targets={"A": "1/4"}) == TASK.designs[0]
    assert wider.designs[1] == surer.designs[1] == TASK.designs[1]


def test_a_stratum_that_had_no_ratio_of_its_own_may_get_one() -> None:
    one = adjusted(adjustment(before=NONE, after="3%", stratum="B"))
    assert one.designs[0].ratio_of("B") == Fraction(3, 100)
    assert current_value(TASK, adjustment(before=NONE, after="3%", stratum="B")) == NONE


def test_an_aim_may_be_set_and_given_up() -> None:
    set_ = adjusted(adjustment(PROBABILITY, NONE, "1/3", stratum="*"))
    assert set_.designs[0].target_of("B") == Fraction(1, 3)
    assert adjusted(adjustment(PROBABILITY, "1/4", NONE)).designs[0].inclusion_targets == {}


@pytest.mark.parametrize(
    "one",
    [
        adjustment(before="4%"),
        adjustment(before=NONE),
        adjustment(stratum="B"),
        adjustment(FREQUENCY, "每年2次", "每年3次"),
        adjustment(PROBABILITY, NONE, "1/2"),
    ],
    ids=str,
)
def test_the_value_before_is_the_plans(one: Adjustment) -> None:
    with pytest.raises(InvalidValueError, match="与计划不符"):
        adjusted(one)


def test_an_item_that_the_task_does_not_have_is_not_adjusted() -> None:
    with pytest.raises(UnknownNameError, match="boilers"):
        adjusted(adjustment(item_code="boilers"))


def test_an_adjustment_does_not_make_a_task_unlawful() -> None:
    whole = task(design("100%"), mode=SupervisionMode.KEY_FULL)
    with pytest.raises(LawError, match="全覆盖"):
        adjusted(adjustment(before="1", after="1/2", stratum="*"), whole)


def test_while_a_draw_is_open_nothing_of_the_task_is_adjusted_3_1_8() -> None:
    with pytest.raises(LawError, match="已锁定尚未抽取"):
        adjusted_task(TASK, adjustment(), iter(["2025-06", TASK.id]))
    assert adjusted_task(TASK, adjustment(), ["2025-06"]) == adjusted(adjustment())


def test_an_adjustment_shows_itself() -> None:
    shown = "2025-05-06 2025-07 labels A 抽查比例 5% → 8%（合成〔2025〕7号：第一季度问题率上升）"
    assert str(adjustment()) == shown
    assert str(adjustment(FREQUENCY, "每年1次", "每年2次")).startswith(
        "2025-05-06 2025-07 抽查频次 每年1次 → 每年2次（"
    )


def test_values_have_one_exact_text() -> None:
    assert (adjustment().old, adjustment().new) == ("1/20", "2/25")
    assert adjustment(FREQUENCY, "一年两次", "每季度一次").old == "每年2次"
    assert adjustment().subject == ("2025-07", "labels", RATIO, "A")
