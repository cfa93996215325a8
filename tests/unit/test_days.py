"""Days in China, whatever offset an instant is written in."""

from datetime import date, datetime

import pytest

from shuangsuiji.values import day_in_china


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2025-05-12T00:00:00+08:00", date(2025, 5, 12)),
        ("2025-05-12T23:59:59+08:00", date(2025, 5, 12)),
        ("2025-05-11T15:59:59+00:00", date(2025, 5, 11)),
        ("2025-05-11T16:00:00+00:00", date(2025, 5, 12)),
        ("2025-05-11T23:00:00-12:00", date(2025, 5, 12)),
        ("2025-05-12T05:00:00+14:00", date(2025, 5, 11)),
        ("2024-12-31T20:00:00+00:00", date(2025, 1, 1)),
    ],
)
def test_an_instant_falls_on_its_day_in_china(at: str, day: date) -> None:
    assert day_in_china(datetime.fromisoformat(at)) == day


def test_an_instant_without_an_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="offset"):
        day_in_china(datetime.fromisoformat("2025-05-12T00:00:00"))
