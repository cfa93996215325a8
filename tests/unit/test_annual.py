"""Annual plans, tasks, designs and filters."""

from fractions import Fraction

import pytest

from shuangsuiji.errors import DuplicateError, InvalidRatioError, InvalidValueError, UnknownNameError
from shuangsuiji.planning import AnnualPlan, Filter, Operator, SamplingDesign, TeamRule
from shuangsuiji.terms import CapScope
from tests.unit.builders import AGENCY, design, plan_of, task


def condition(operator: Operator, *values: str, field: str = "region") -> Filter:
    return Filter(field=field, operator=operator, values=values)


@pytest.mark.parametrize(
    ("operator", "values", "admitted"),
    [
        (Operator.IN, ("溧城",), ["溧城"]),
        (Operator.IN, ("溧城", "戴埠"), ["溧城", "戴埠"]),
        (Operator.NOT_IN, ("溧城",), ["溧城街道", "戴埠", "-"]),
        (Operator.STARTS_WITH, ("溧城",), ["溧城", "溧城街道"]),
        (Operator.STARTS_WITH, ("溧城街", "戴"), ["溧城街道", "戴埠"]),
    ],
    ids=str,
)
def test_a_filter_admits_by_the_whole_label_or_by_its_beginning(
    operator: Operator, values: tuple[str, ...], admitted: list[str]
) -> None:
    labels = ["溧城", "溧城街道", "戴埠", "-"]
    assert [label for label in labels if condition(operator, *values).admits(label)] == admitted


@pytest.mark.parametrize(
    ("operator", "admitted"),
    [(Operator.AT_LEAST, ["2024-05-01", "2024-05-02"]), (Operator.AT_MOST, ["2023-12-31", "2024-05-01"])],
    ids=str,
)
def test_dates_are_compared_as_text(operator: Operator, admitted: list[str]) -> None:
    labels = ["2023-12-31", "2024-05-01", "2024-05-02"]
    one = condition(operator, "2024-05-01", field="成立日期")
    assert [label for label in labels if one.admits(label)] == admitted


@pytest.mark.parametrize(
    ("operator", "values", "admitted"),
    [
        (Operator.IN, ("重点",), ["重点", "危化品,重点"]),
        (Operator.IN, ("重点", "危化品"), ["重点", "危化品,重点"]),
        (Operator.NOT_IN, ("重点",), ["", "非重点"]),
        (Operator.STARTS_WITH, ("危",), ["危化品,重点"]),
    ],
    ids=str,
)
def test_a_filter_on_tags_looks_at_each_tag(operator: Operator, values: tuple[str, ...], admitted: list[str]) -> None:
    labels = ["", "重点", "非重点", "危化品,重点"]
    one = condition(operator, *values, field="tags")
    assert [label for label in labels if one.admits(label)] == admitted


@pytest.mark.parametrize(
    ("operator", "values"),
    [
        (Operator.IN, ()),
        (Operator.AT_LEAST, ()),
        (Operator.AT_LEAST, ("a", "b")),
        (Operator.AT_MOST, ("a", "b")),
    ],
    ids=str,
)
def test_a_filter_has_the_values_that_its_operator_needs(operator: Operator, values: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValueError, match="取值个数不符"):
        condition(operator, *values)


@pytest.mark.parametrize("value", ["", "a,b", "a|b", "a=b", " a", "a\nb"], ids=repr)
def test_a_value_of_a_filter_is_a_field_without_commas(value: str) -> None:
    with pytest.raises(InvalidValueError):
        condition(Operator.IN, "溧城", value)


def test_a_filter_shows_as_the_manifest_cites_it() -> None:
    assert str(condition(Operator.NOT_IN, "溧城", "戴埠")) == "NOT_IN region,溧城,戴埠"


def test_one_ratio_speaks_for_every_stratum() -> None:
    assert design("5%").ratios == {"*": Fraction(1, 20)}
    assert design("5%").ratio_of("anything") == Fraction(1, 20)


def test_a_named_stratum_goes_before_the_rest() -> None:
    one = design({"A": "10%", "*": "1%"})
    assert (one.ratio_of("A"), one.ratio_of("B")) == (Fraction(1, 10), Fraction(1, 100))


def test_a_stratum_of_which_the_design_says_nothing_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="'B'"):
        design({"A": "10%"}).ratio_of("B")


@pytest.mark.parametrize("ratio", [0.05, {"A": 0.05}, {"A": "5%", "B": "200%"}, None], ids=str)
def test_a_ratio_that_is_not_exact_is_refused(ratio: object) -> None:
    with pytest.raises(InvalidRatioError):
        design(ratio)


@pytest.mark.parametrize("ratio", [{"": "5%"}, {"a|b": "5%"}, {" a": "5%"}], ids=str)
def test_a_stratum_is_a_field(ratio: object) -> None:
    with pytest.raises(InvalidValueError):
        design(ratio)


@pytest.mark.parametrize("changes", [{"ratios": {}}, {"rounding": "half-even"}, {"item_code": "标签"}], ids=str)
def test_a_design_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        design(**changes)


def test_the_stricter_reading_and_rounding_down_are_the_defaults() -> None:
    one = SamplingDesign(item_code="labels", ratios={"*": Fraction(1, 20)})
    assert (one.cap_scope, one.rounding) == (CapScope.STRATUM, "floor")


def test_an_item_stands_once_in_a_task() -> None:
    with pytest.raises(DuplicateError, match="'labels'"):
        task(design("1%"), design("2%"))


def test_a_task_has_an_item() -> None:
    with pytest.raises(InvalidValueError, match="至少一个抽查事项"):
        task(designs=())


@pytest.mark.parametrize("changes", [{"id": ""}, {"id": "a|b"}, {"name": ""}, {"name": "a\n"}], ids=str)
def test_a_task_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        task(**changes)


def test_regions_then_the_tasks_filters_then_the_designs_make_the_frame() -> None:
    of_task, of_design = condition(Operator.IN, "企业", field="kind"), condition(Operator.IN, "餐饮", field="行业")
    one = design(filters=(of_design,))
    both = task(one, regions=("溧城", "戴埠"), filters=(of_task,))
    assert both.filters_for(one) == (condition(Operator.IN, "溧城", "戴埠"), of_task, of_design)
    assert task(design()).filters_for(design()) == ()


def test_a_task_is_found_by_its_id() -> None:
    one = task()
    assert plan_of(one)["2025-07"] is one
    with pytest.raises(UnknownNameError, match="2025-07"):
        plan_of(one)["2025-08"]


def test_a_task_stands_once_in_a_plan() -> None:
    with pytest.raises(DuplicateError, match="'2025-07'"):
        plan_of(task(), task(design("1%")))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"authority": "市局"},
        {"year": 1999},
        {"year": "2025"},
        {"year": True},
        {"version": 0},
    ],
    ids=str,
)
def test_a_plan_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        plan_of(task(), **changes)


def test_plan_and_task_show_themselves() -> None:
    assert repr(plan_of(task())) == "<年度抽查工作计划 2025（2025）v1：1 个任务>"
    assert repr(task()) == "<任务 2025-07 食品标签抽查：labels>"


def test_a_plan_without_tasks_is_possible() -> None:
    assert AnnualPlan(id="2026", authority=AGENCY, year=2026, tasks=()).tasks == ()


def test_two_different_filters_never_show_alike() -> None:
    one = condition(Operator.IN, "c", field="a IN b")
    other = condition(Operator.IN, "b IN c", field="a")
    assert one != other
    assert str(one) != str(other)


def test_a_reading_of_the_cap_given_as_text_is_refused() -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        design(cap_scope="STRATUM")


def test_a_region_that_is_no_field_is_refused_with_the_task() -> None:
    with pytest.raises(InvalidValueError):
        task(regions=("",))


def test_an_unknown_value_lies_within_no_bound() -> None:
    assert not condition(Operator.AT_LEAST, "2024-05-01", field="成立日期").admits("-")
    assert not condition(Operator.AT_MOST, "2024-05-01", field="成立日期").admits("-")


def test_a_task_without_teams_matches_nobody() -> None:
    assert (task().teams, task().experts) == ((), ())


def test_a_plan_holds_the_teams_of_its_tasks() -> None:
    one = TeamRule(item_code="labels", department=AGENCY, tags=("食品安全监管",))
    assert plan_of(task(teams=(one,)))["2025-07"].teams == (one,)
    assert task(teams=(one,)) != task()
