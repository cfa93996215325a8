"""From when to when a text holds."""

from datetime import date

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.periods import check_period


def test_a_text_has_a_version_from_one_and_ends_on_its_first_day_or_later() -> None:
    check_period("x", 1, date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(InvalidValueError, match=r"x\.version"):
        check_period("x", 0, date(2026, 1, 1), None)
    with pytest.raises(InvalidValueError, match=r"x\.expires_on"):
        check_period("x", 1, date(2026, 1, 1), date(2025, 12, 31))
