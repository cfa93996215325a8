"""Citations: one text and one digest for the same fields, in whatever order they are given."""

from datetime import date

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.citations import canonical, check_period, digest_of
from tests.unit.builders import EMPTY_DIGEST


def test_the_canonical_text_has_one_value_a_line_and_numbers_lists_and_paragraphs() -> None:
    text = canonical("x-1", a=["甲", ("乙", "")], b="一\n二", c=None, d=date(2026, 1, 1), e=3, f=[], g=["丙"])
    assert text.splitlines() == [
        "form=x-1",
        "a.1=甲",
        "a.2.1=乙",
        "a.2.2=",
        "b.1=一",
        "b.2=二",
        "c=",
        "d=2026-01-01",
        "e=3",
        "g.1=丙",
    ]
    assert text.endswith("\n")


def test_the_digest_is_sha_256_of_the_text_in_utf_8() -> None:
    assert digest_of("") == EMPTY_DIGEST


def test_a_text_has_a_version_from_one_and_ends_on_its_first_day_or_later() -> None:
    check_period("x", 1, date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(InvalidValueError, match=r"x\.version"):
        check_period("x", 0, date(2026, 1, 1), None)
    with pytest.raises(InvalidValueError, match=r"x\.expires_on"):
        check_period("x", 1, date(2026, 1, 1), date(2025, 12, 31))
