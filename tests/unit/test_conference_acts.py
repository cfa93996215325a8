"""Acts: a unit, a role, a day and a paper, none of them left out."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.conference_acts import Act, check_days, check_each_once
from tests.unit.builders import made
from tests.unit.conference_days import POLICE, ROLE, march, refused


@pytest.mark.parametrize("field", ["unit", "role", "on", "document"])
def test_an_act_names_who_in_what_role_when_and_under_which_paper(field: str) -> None:
    given = {"unit": POLICE, "role": ROLE.MEMBER, "on": march(3), "document": "合成〔2025〕1号"}
    assert made(Act, given, {}).on == march(3)
    with pytest.raises(InvalidValueError):
        made(Act, given, {field: ""})


def test_an_act_may_have_a_note() -> None:
    given = {"unit": POLICE, "role": ROLE.MEMBER, "on": march(3), "document": "合成〔2025〕1号"}
    assert [made(Act, given, changes).note for changes in ({}, {"note": "合成理由"})] == ["", "合成理由"]
    with pytest.raises(InvalidValueError):
        made(Act, given, {"note": "两行\n文字"})


def test_days_may_be_equal_or_missing_but_not_go_backwards() -> None:
    check_days("x", (march(3), None, march(3), march(4)), "A4.3.2")
    refused("A4.3.2", lambda: check_days("x", (march(3), None, march(2)), "A4.3.2"))


def test_a_name_twice_breaks_the_clause() -> None:
    check_each_once("x", ("a", "b"), "A5.1")
    refused("A5.1", lambda: check_each_once("x", ("a", "b", "a"), "A5.1"))
