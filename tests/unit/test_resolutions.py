"""What minutes put down on an item, and the duties that follow from it."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.conference_terms import ResolutionOutcome
from tests.unit.conference_days import duty, refused, resolution


@pytest.mark.parametrize("outcome", [ResolutionOutcome.RETURNED, ResolutionOutcome.REJECTED])
def test_what_is_not_adopted_gives_nobody_a_duty_a5_1(outcome: ResolutionOutcome) -> None:
    assert resolution(outcome=outcome).duties == ()
    refused("A5.1", lambda: resolution(duty(), outcome=outcome))


def test_a_duty_stands_once_a5_1() -> None:
    assert len(resolution(duty(), duty(id="d-2"), outcome=ResolutionOutcome.ADOPTED_WITH_CHANGES).duties) == 2
    refused("A5.1", lambda: resolution(duty(), duty()))


def test_a_duty_has_a_day_a5_1() -> None:
    with pytest.raises(InvalidValueError):
        duty(due_on="2025-03-25")
