"""What a manifest says of the matching: seats, lots, the window."""

from __future__ import annotations

from datetime import date

import pytest

from shuangsuiji.errors import InvalidFormError, InvalidValueError
from shuangsuiji.lottery.matching_terms import MatchingTerms, matching_entries, terms_of

LINES = {
    "matching.lot": "3",
    "matching.min": "2",
    "team.food.市监": "标签,食品;-",
    "team.food.卫健": "-;-",
    "team.labels.市监": "-",
    "expert.food": "检测",
    "rules.window": "2026-03-10/2026-06-30",
}


def test_the_lines_are_read_and_written_the_same() -> None:
    terms = terms_of(LINES, "manifest.txt")
    assert terms is not None
    assert terms.entries() == LINES
    assert terms.departments == ("卫健", "市监")
    assert terms.teams["food"]["市监"] == (("标签", "食品"), ())
    assert terms.advice == {"food": {"市监": (("检测",),), "卫健": (("检测",),)}}
    assert terms.window == (date(2026, 3, 10), date(2026, 6, 30))
    assert terms.too_small == ("team.labels.市监=-",)
    assert matching_entries(terms, {"inspectors": (1, "0" * 64)})["inspectors.rows"] == "1"


def test_without_teams_nobody_is_matched() -> None:
    assert terms_of({"agency": "a"}, "manifest.txt") is None


@pytest.mark.parametrize(
    ("key", "value", "check"),
    [
        ("team.food.市监", "食品,标签;-", "form.field"),
        ("team.food.市监", "食品,食品", "form.field"),
        ("team.food.市监", "*", "form.field"),
        ("team.food.*", "-;-", "form.field"),
        ("team.food.a,b", "-;-", "form.field"),
        ("expert.food", "检测;;-", "form.field"),
        ("expert.labels2", "检测", "form.key"),
        ("rules.window", "2026-03-10", "form.field"),
        ("rules.window", "2026-06-30/2026-03-10", "form.field"),
        ("rules.window", "20260310/2026-06-30", "form.field"),
    ],
)
def test_another_form_is_refused(key: str, value: str, check: str) -> None:
    with pytest.raises(InvalidFormError) as caught:
        terms_of({**LINES, key: value}, "manifest.txt")
    assert caught.value.check == check


@pytest.mark.parametrize("field", ["lot", "minimum"])
def test_lots_and_teams_hold_at_least_one(field: str) -> None:
    with pytest.raises(InvalidValueError):
        MatchingTerms(**{"lot": 3, "minimum": 2, "teams": {}, field: 0})  # type: ignore[arg-type]
