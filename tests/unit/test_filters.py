"""Conditions on the columns of a pool."""

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning import Filter, Operator
from shuangsuiji.planning.filters import check_part


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


def test_two_different_filters_never_show_alike() -> None:
    one = condition(Operator.IN, "c", field="a IN b")
    other = condition(Operator.IN, "b IN c", field="a")
    assert one != other
    assert str(one) != str(other)


def test_an_unknown_value_lies_within_no_bound() -> None:
    assert not condition(Operator.AT_LEAST, "2024-05-01", field="成立日期").admits("-")
    assert not condition(Operator.AT_MOST, "2024-05-01", field="成立日期").admits("-")


def test_no_part_of_a_condition_may_be_taken_for_two() -> None:
    check_part("溧城 街道", "x")
    for text in ("a,b", "", "a\n"):
        with pytest.raises(InvalidValueError):
            check_part(text, "x")


def test_an_operator_given_as_text_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        Filter(field="region", operator="IN", values=("溧城",))  # type: ignore[arg-type]
