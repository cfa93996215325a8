"""Officers as a draw commits them: one form, and every fault named."""

from datetime import date, datetime
from typing import Any

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.lottery.officers import Officer, officer_of, officers_bytes
from shuangsuiji.values import CHINA

ROW = ("JS0001", "市场监管局", "天目湖,戴埠", "特设,食品", "6", "0", "2027-12-31")


def officer(**changes: object) -> Officer:
    given: dict[str, Any] = {"id": "JS0001", "department": "市场监管局", "regions": ("戴埠", "天目湖"), "capacity": 6}
    return Officer(**{**given, "valid_until": date(2027, 12, 31), **changes})


def test_a_line_is_read_and_written_back() -> None:
    assert officers_bytes([officer_of(ROW)]) == ("\t".join(ROW) + "\n").encode()
    assert officer_of(ROW) == officer(tags=("食品", "特设"))


def test_everywhere_and_nothing_special_have_their_marks() -> None:
    row = ("JS0002", "D", "*", "-", "0", "3", "2027-12-31")
    made = officer_of(row)
    assert (made.regions, made.tags) == (("*",), ())
    assert made.covers("任何地方")
    assert made.holds(())
    assert not made.holds(("食品",))
    assert officers_bytes([made]) == ("\t".join(row) + "\n").encode()


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, ""),
        (1, "a,b"),
        (1, "*"),
        (1, "-"),
        (2, "戴埠,天目湖"),
        (2, ""),
        (2, "*,戴埠"),
        (3, "食品,特设"),
        (3, "a;b"),
        (4, "06"),
        (4, "-1"),
        (4, "many"),
        (5, "1.5"),
        (6, "2027-13-01"),
        (6, "20271231"),
    ],
)
def test_a_cell_of_another_form_is_refused(position: int, text: str) -> None:
    row = [*ROW[:position], text, *ROW[position + 1 :]]
    with pytest.raises(InvalidValueError):
        officer_of(row)


def test_a_tag_or_a_region_twice_is_refused() -> None:
    with pytest.raises(DuplicateError):
        officer(tags=("食品", "食品"))
    with pytest.raises(DuplicateError):
        officer(regions=("东", "东"))


@pytest.mark.parametrize(
    "changes", [{"capacity": -1}, {"capacity": True}, {"base_load": 1.0}, {"regions": ()}], ids=str
)
def test_an_officer_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        officer(**changes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tags": "卫生监督"},
        {"regions": "溧城"},
        {"valid_until": "2027-01-01"},
        {"valid_until": datetime(2027, 1, 1, tzinfo=CHINA)},
        {"capacity": 10**18},
        {"base_load": 10**18},
        {"id": "-"},
    ],
)
def test_what_only_looks_like_an_officer_is_refused(wrong: dict[str, Any]) -> None:
    given = {"id": "a", "department": "D", "regions": ("*",), "capacity": 3, "valid_until": date(2027, 12, 31)}
    with pytest.raises(InvalidValueError):
        Officer(**{**given, **wrong})
