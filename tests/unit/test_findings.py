"""What a check has to say."""

import pytest

from shuangsuiji.values import ClauseRef, Finding, Severity
from tests.unit.builders import CLAUSE


@pytest.mark.parametrize(
    ("clause", "shown"),
    [(None, "[提醒] labels：太多"), (CLAUSE, "[提醒] labels：太多（溧政办发〔2020〕27号 二（二））")],
    ids=["without a clause", "with its clause"],
)
def test_a_finding_shows_how_grave_it_is_what_it_is_about_and_the_clause(clause: ClauseRef | None, shown: str) -> None:
    one = Finding(
        severity=Severity.WARNING, code="items.key_share", where="labels", zh="太多", en="too many", clause=clause
    )
    assert str(one) == shown
