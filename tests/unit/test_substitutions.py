"""Substitutions as lines of a table."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.substitutions import substitution_of, substitutions_bytes

ROW = ("1", "0", "a", "D", "2", "JS0001", "-", "休假")


def test_a_line_is_read_and_written_the_same() -> None:
    one, other = substitution_of(ROW), substitution_of(("2", "1", "a", "D", "2", "JS0003", "JS0002", "持股"))
    assert (one.unit, one.new, other.new) == (("a", "D"), None, "JS0002")
    assert substitutions_bytes([other, one]).decode().splitlines() == [
        "\t".join(ROW),
        "2\t1\ta\tD\t2\tJS0003\tJS0002\t持股",
    ]
    assert repr(one) == "<替换 1 a D 第 2 席：JS0001 → 无人可替（休假）>"


@pytest.mark.parametrize(("column", "value"), [(0, "0"), (0, "01"), (1, "-1"), (4, "0"), (4, "x"), (7, "")])
def test_a_number_of_another_form_is_refused(column: int, value: str) -> None:
    with pytest.raises(InvalidValueError):
        substitution_of([value if place == column else text for place, text in enumerate(ROW)])
