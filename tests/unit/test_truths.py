"""Three truth values: the tables of strong Kleene logic, written out."""

from collections.abc import Callable
from itertools import product

import pytest

from shuangsuiji.accountability import Truth, all_of, any_of, none_of
from shuangsuiji.errors import InvalidValueError
from tests.unit.assessment_cases import LETTERS, F, N, T

BOTH = {"TT": "T", "TF": "F", "TN": "N", "FT": "F", "FF": "F", "FN": "F", "NT": "N", "NF": "F", "NN": "N"}
EITHER = {"TT": "T", "TF": "T", "TN": "T", "FT": "T", "FF": "F", "FN": "N", "NT": "T", "NF": "N", "NN": "N"}
NEITHER = {"TT": "F", "TF": "F", "TN": "F", "FT": "F", "FF": "T", "FN": "N", "NT": "F", "NF": "N", "NN": "N"}


@pytest.mark.parametrize(
    ("connective", "table"), [(all_of, BOTH), (any_of, EITHER), (none_of, NEITHER)], ids=["all", "any", "none"]
)
def test_a_connective_has_the_table_of_strong_kleene_logic(connective: object, table: dict[str, str]) -> None:
    assert callable(connective)
    found = {one + two: connective([LETTERS[one], LETTERS[two]]) for one, two in product("TFN", repeat=2)}
    assert found == {pair: LETTERS[letter] for pair, letter in table.items()}


def test_of_nothing_all_and_none_hold_and_one_does_not() -> None:
    assert (all_of([]), any_of([]), none_of([])) == (T, F, T)


def test_the_opposite_of_what_is_not_established_is_not_established() -> None:
    assert [~value for value in (T, F, N)] == [F, T, N]


def test_a_truth_is_found_by_its_chinese_word() -> None:
    assert [Truth.of(word) for word in ("成立", "不成立", "未查明")] == [T, F, N]


@pytest.mark.parametrize("connective", [all_of, any_of, none_of])
@pytest.mark.parametrize("given", [[True, False], [None], ["成立"]])
def test_what_is_no_truth_is_refused(connective: Callable[[object], Truth], given: object) -> None:
    with pytest.raises(InvalidValueError, match="应为 Truth"):
        connective(given)
