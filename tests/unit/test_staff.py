"""The four tables of people: each once, as they are committed."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidFormError, InvalidValueError
from shuangsuiji.lottery import Algorithm, Officer, Staff


def officer(id_: str, **changes: Any) -> Officer:  # noqa: ANN401 - any field of an officer
    given = {"id": id_, "department": "D", "regions": ("*",), "capacity": 3, "valid_until": date(2027, 12, 31)}
    return Officer(**{**given, **changes})


STAFF = Staff(
    officers=(officer("b", tags=("食品",)), officer("a")),
    experts=(officer("z"),),
    recusals={("x", "a"): "持股"},
    absent={"c": "休假"},
)


def test_the_tables_are_sorted_and_come_back() -> None:
    tables = STAFF.tables()
    assert tables["inspectors"].decode() == "a\tD\t*\t-\t3\t0\t2027-12-31\nb\tD\t*\t食品\t3\t0\t2027-12-31\n"
    assert tables["recusals"].decode() == "x\ta\t持股\n"
    assert tables["absent"].decode() == "c\t休假\n"
    assert Staff.from_tables(tables) == STAFF
    assert Staff.from_tables({}) == Staff(officers=())
    assert STAFF.barred == {("x", "a")}
    assert repr(STAFF) == "<匹配名册 2 人，专家 1 人，缺席 1 人，回避 1 对>"


def test_rows_and_hash_are_what_is_committed() -> None:
    table = STAFF.tables()["inspectors"]
    found = STAFF.committed(Algorithm.SHA256, ["inspectors"])
    assert found == {"inspectors": (2, sha256(table).hexdigest())}
    everything = STAFF.committed(Algorithm.SHA256, ["inspectors", "recusals", "absent", "experts"])
    STAFF.check_committed(Algorithm.SHA256, everything, "")
    with pytest.raises(BrokenChainError, match="experts"):
        STAFF.check_committed(Algorithm.SHA256, {k: v for k, v in everything.items() if k != "experts"}, "")


@pytest.mark.parametrize(
    ("officers", "experts", "absent"),
    [
        (("a", "A"), (), {}),
        (("a",), ("a",), {}),
        ((), ("z", "Z"), {}),
        (("a",), (), {"a": "休假"}),
    ],
)
def test_nobody_stands_twice(officers: tuple[str, ...], experts: tuple[str, ...], absent: dict[str, str]) -> None:
    with pytest.raises(DuplicateError):
        Staff(officers=tuple(map(officer, officers)), experts=tuple(map(officer, experts)), absent=absent)


def test_a_pair_is_recused_once() -> None:
    with pytest.raises(InvalidValueError, match="x a"):
        Staff(officers=(), recusals=[("x", "a", "持股"), ("x", "a", "亲属关系")])


@pytest.mark.parametrize("table", ["absent", "recusals", "inspectors"])
def test_a_table_of_another_form_is_refused(table: str) -> None:
    with pytest.raises(InvalidFormError):
        Staff.from_tables({table: b"x\n"})


def test_an_absence_told_twice_is_refused() -> None:
    with pytest.raises(DuplicateError, match="absent"):
        Staff.from_tables({"absent": "c\t休假\nc\t借调\n".encode()})


def test_a_round_adds_people_and_who_was_absent_may_come_back() -> None:
    more = STAFF.joined_by(Staff(officers=(officer("c"),), recusals={("y", "c"): "持股"}))
    assert [one.id for one in more.officers] == ["a", "b", "c"]
    assert (dict(more.absent), len(more.recusals)) == ({}, 2)
    with pytest.raises(DuplicateError, match="'b'"):
        STAFF.joined_by(Staff(officers=(officer("b"),)))


def test_a_certificate_that_ends_before_a_day_is_found() -> None:
    one = officer("a", valid_until=date(2026, 6, 30))
    assert Staff(officers=(one, officer("b"))).lapsing(date(2026, 7, 1)) == (one,)
    assert Staff(officers=(one,)).lapsing(date(2026, 6, 30)) == ()
