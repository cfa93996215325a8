"""Risk, credit and dishonesty: three separate things in three columns, each from its best to its worst: 3.1.7."""

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.planning import CREDIT, DISHONESTY, RISK, CreditGrade, DishonestyMark, Grading, GradingKind, RiskGrade
from shuangsuiji.planning.gradings import check_gradings
from tests.unit.builders import made


def grading(**changes: object) -> Grading:
    return made(Grading, {"kind": GradingKind.RISK, "column": "风险", "order": ("低", "中", "高")}, changes)


def test_the_three_gradings_are_separate_kinds_in_separate_columns_3_1_7() -> None:
    three = (RISK, CREDIT, DISHONESTY)
    assert {one.kind for one in three} == set(GradingKind)
    assert len({one.column for one in three}) == 3
    check_gradings(three)


def test_each_grades_from_the_best_to_the_worst_3_1_7() -> None:
    assert [RISK.place(one.name) for one in RiskGrade] == [0, 1, 2, 3]
    assert [CREDIT.place(one.name) for one in CreditGrade] == [0, 1, 2, 3]
    assert [DISHONESTY.place(str(one)) for one in DishonestyMark] == [0, 1, 2]
    assert DISHONESTY.order == ("无", "经营异常名录", "严重违法失信名单")


@pytest.mark.parametrize("label", ["-", "E", "a", "", "A级"], ids=repr)
def test_a_label_that_is_no_grade_has_no_place(label: str) -> None:
    assert RISK.place(label) is None


@pytest.mark.parametrize(
    "changes",
    [{"kind": "风险等级"}, {"column": ""}, {"column": "a|b"}, {"order": ("高",)}, {"order": ()}, {"order": ("", "高")}],
    ids=str,
)
def test_a_grading_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        grading(**changes)


def test_a_grade_stands_once() -> None:
    with pytest.raises(DuplicateError, match="'高'"):
        grading(order=("低", "高", "高"))


def test_two_gradings_of_one_kind_or_in_one_column_are_mixed_up_3_1_7() -> None:
    with pytest.raises(DuplicateError, match="kind"):
        check_gradings((RISK, grading()))
    with pytest.raises(DuplicateError, match="column"):
        check_gradings((RISK, grading(kind=GradingKind.CREDIT, column="风险等级")))
    check_gradings(())
