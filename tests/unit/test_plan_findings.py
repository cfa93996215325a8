"""The one form of all findings of plans."""

from fractions import Fraction

import pytest

from shuangsuiji.law import LIYANG_2020
from shuangsuiji.law.business2019 import BUSINESS_2019
from shuangsuiji.planning.plan_findings import counted, error, note, percent, unchecked, warning
from shuangsuiji.values import Severity


def test_severity_and_clause_are_what_was_said() -> None:
    for say, severity in ((error, Severity.ERROR), (warning, Severity.WARNING), (note, Severity.NOTE)):
        found = say("plan.x", "T", "中文", "English", "3.1.8")
        assert (found.severity, found.clause) == (severity, LIYANG_2020.ref("3.1.8"))
    assert note("plan.x", "T", "中文", "English", BUSINESS_2019.ref("54")).clause == BUSINESS_2019.ref("54")


def test_what_is_not_at_hand_is_a_note_of_its_own() -> None:
    found = unchecked("plan.x", "T", "工作日历", "a calendar", "1.1")
    assert (found.severity, found.code) == (Severity.NOTE, "plan.x.unchecked")
    assert (found.zh, found.en) == ("未提供工作日历，未核对", "not checked: a calendar not at hand")


@pytest.mark.parametrize(
    ("share", "beside", "shown"),
    [
        (Fraction(1, 20), None, "5.0%"),
        (Fraction(1, 3), Fraction(1, 2), "33.3%"),
        (Fraction(499, 10_000), Fraction(1, 20), "4.99%"),
        (Fraction(1, 20), Fraction(499, 10_000), "5.00%"),
        (Fraction(1, 20), Fraction(1, 20), "5.0%"),
        (Fraction(1, 20) - Fraction(1, 10**12), Fraction(1, 20), "5.000000%"),
    ],
)
def test_two_shares_that_differ_look_different(share: Fraction, beside: Fraction | None, shown: str) -> None:
    assert percent(share, beside) == shown


def test_one_is_no_plural() -> None:
    assert [counted(number, "draw") for number in (0, 1, 2)] == ["0 draws", "1 draw", "2 draws"]
