"""Opinions: one per department, the latest on which it was asked."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.consultations import Consultation, Opinion
from shuangsuiji.planning.joint_terms import Answer
from tests.unit.builders import made
from tests.unit.conference_days import HEALTH, POLICE, march


def opinion(department: str = HEALTH, /, **changes: object) -> Opinion:
    given = {"department": department, "version": 1, "asked_on": march(2), "request": "合成〔2025〕2号"}
    return made(Opinion, given, changes)


BOTH = Consultation(opinions=(opinion(reply_by=march(9)), opinion(POLICE)))


def test_silence_counts_only_after_the_day_of_the_letter() -> None:
    assert not opinion().is_silent(march(31))
    assert [opinion(reply_by=march(9)).is_silent(march(day)) for day in (9, 10)] == [False, True]
    assert BOTH.without_silence(march(9)) == (HEALTH, POLICE)
    assert BOTH.without_silence(march(10)) == (POLICE,)


def test_an_answer_stands_with_its_department_day_and_paper() -> None:
    after = BOTH.answering(HEALTH, Answer.OBJECTED, march(4), "合成〔2025〕4号", "合成意见")
    assert (after.answered, after.objections, after.pending) == ((HEALTH,), (HEALTH,), (POLICE,))
    assert (after.opinions[0].answered_on, after.opinions[0].reply) == (march(4), "合成〔2025〕4号")


def test_whoever_is_asked_again_has_not_answered() -> None:
    after = BOTH.answering(HEALTH, Answer.AGREED, march(4), "合成〔2025〕4号").asking((opinion(version=2),))
    assert (after.departments, after.pending) == ((HEALTH, POLICE), (HEALTH, POLICE))
    assert after.among((POLICE,)).departments == (POLICE,)


@pytest.mark.parametrize("changes", [{"department": ""}, {"version": 0}, {"request": ""}, {"answer": "同意"}], ids=str)
def test_an_opinion_names_who_was_asked_what_and_by_which_letter(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        opinion(**changes)
