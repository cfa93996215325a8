"""Columns: labels once, rows as small numbers."""

import sys
from array import array

import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.values.columns import Column, find, holds

VALUES = ["戴埠", "溧城", "-", "溧城", "天目湖", "戴埠"]


def test_a_column_gives_back_what_it_was_made_of() -> None:
    column = Column.of(iter(VALUES))
    assert list(column) == VALUES
    assert [column[position] for position in range(len(column))] == VALUES


def test_the_labels_are_distinct_and_sorted_whatever_the_order_of_rows() -> None:
    assert Column.of(VALUES).labels == tuple(sorted(set(VALUES)))
    assert Column.of(VALUES[::-1]).labels == Column.of(VALUES).labels


def test_labels_sort_by_bytes_and_not_by_utf_16() -> None:
    assert Column.of(["\U00020bb7", "\uff21"]).labels == ("\uff21", "\U00020bb7")


def test_columns_of_the_same_values_are_equal() -> None:
    assert Column.of(VALUES) == Column.of(VALUES)
    assert Column.of(VALUES) != Column.of(VALUES[::-1])


def test_rows_are_counted_by_label() -> None:
    assert Column.of(VALUES).counts() == {"-": 1, "天目湖": 1, "戴埠": 2, "溧城": 2}


def test_a_label_without_rows_is_not_counted() -> None:
    assert Column.of(VALUES).take([0, 5]).counts() == {"戴埠": 2}


def test_rows_may_be_taken_by_position() -> None:
    assert list(Column.of(VALUES).take([1, 3, 4])) == ["溧城", "溧城", "天目湖"]
    assert list(Column.of(VALUES).take([])) == []


def test_a_constant_column_repeats_one_value() -> None:
    assert list(Column.constant("全部", 3)) == ["全部"] * 3
    assert len(Column.constant("全部", 0)) == 0


def test_an_empty_column_has_no_labels() -> None:
    column = Column.of([])
    assert (len(column), column.labels, column.counts()) == (0, (), {})


def test_a_million_rows_of_three_labels_take_four_bytes_each() -> None:
    column = Column.of(VALUES[number % 3] for number in range(1_000_000))
    assert sys.getsizeof(column.codes) < 4_600_000


@pytest.mark.parametrize(("id_", "there"), [("a", True), ("b", False), ("c", True), ("", False), ("d", False)])
def test_a_sorted_column_of_ids_is_searched(id_: str, *, there: bool) -> None:
    assert holds(("a", "c"), id_) is there


def test_the_position_of_an_id_is_found() -> None:
    assert [find(("a", "c", "天"), id_) for id_ in ("a", "c", "天")] == [0, 1, 2]


@pytest.mark.parametrize("ids", [(), ("a", "c")], ids=["none", "two"])
def test_an_id_that_is_not_there_is_refused(ids: tuple[str, ...]) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find(ids, "b")
    assert caught.value.params["value"] == "b"


def test_a_label_that_stands_twice_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        Column(("A", "A"), array("I", [0, 1]))
