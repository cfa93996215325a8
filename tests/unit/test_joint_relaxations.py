"""A filed decision to draw a joint inspection without its procedure at hand."""

from datetime import date

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import JointRelaxation
from tests.unit.builders import AGENCY, relaxation

FILED_ON = date(2025, 4, 1)


@pytest.mark.parametrize("day", [FILED_ON, date(2025, 12, 31)])
def test_it_holds_from_the_day_it_was_filed(day: date) -> None:
    relaxation().check_drawable(day)


def test_it_is_filed_before_the_commitment_a4_3_1() -> None:
    with pytest.raises(LawError, match="锁定之前备案") as caught:
        relaxation().check_drawable(date(2025, 3, 31))
    assert caught.value.params["clause"] == LIYANG_2020.ref("A4.3.1")


def test_the_manifest_says_who_when_by_which_paper_and_why() -> None:
    line = f"no procedure {AGENCY} 2025-04-01 合成备案〔2025〕1号：程序材料未数字化"
    assert relaxation().manifest_lines() == {"rules.joint.relaxed": line}


@pytest.mark.parametrize(
    "changes",
    [
        {"plan_id": ""},
        {"filed_by": "市场监管局"},
        {"filed_on": "2025-04-01"},
        {"document": ""},
        {"reason": ""},
        {"reason": "a\nb"},
    ],
    ids=str,
)
def test_nothing_of_it_may_be_left_out(changes: dict[str, object]) -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        relaxation(**changes)


def test_it_goes_into_json_and_back() -> None:
    assert from_json(to_json(relaxation()), JointRelaxation) == relaxation()
