"""Opinions of the participating departments on a plan, one department after the other: A4.2.2 (征求意见)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.planning.joint_terms import Answer
from shuangsuiji.values import check_count, check_field, check_kind, check_name
from shuangsuiji.workdays.layers import check_day

__all__ = ["Consultation", "Opinion"]


@attrs.frozen(kw_only=True)
class Opinion:
    """What one department was asked, and what it said (意见).

    Attributes:
        department: id of the department.
        version: version of the plan on which it was asked.
        asked_on: day of the letter.
        request: reference of the letter.
        reply_by: the day named in the letter, None for none.
        answer: PENDING until it replies.
        answered_on: day of the reply, None while pending.
        reply: reference of the reply, None while pending.
        comments: what it remarks, empty for nothing.

    """

    department: str
    version: int
    asked_on: date
    request: str
    reply_by: date | None = None
    answer: Answer = Answer.PENDING
    answered_on: date | None = None
    reply: str | None = None
    comments: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "Opinion.department")
        check_count(self.version, "Opinion.version", at_least=1)
        check_day(self.asked_on, "Opinion.asked_on")
        check_field(self.request, "Opinion.request")
        check_kind(self.answer, Answer, "Opinion.answer")

    def is_silent(self, on: date) -> bool:
        """Tell whether the day named in the letter has passed without a reply; never where it names none."""
        return self.answer is Answer.PENDING and self.reply_by is not None and self.reply_by < on


@attrs.frozen(kw_only=True)
class Consultation:
    """The round of opinions on a plan; a plan that was returned begins another (征求意见).

    Attributes:
        opinions: one per department, the latest on which it was asked.

    """

    opinions: tuple[Opinion, ...] = ()

    @property
    def departments(self) -> tuple[str, ...]:
        """Ids of the departments that were asked."""
        return tuple(one.department for one in self.opinions)

    @property
    def pending(self) -> tuple[str, ...]:
        """Ids of the departments that have not answered."""
        return self.that_say(Answer.PENDING)

    @property
    def objections(self) -> tuple[str, ...]:
        """Ids of the departments that object."""
        return self.that_say(Answer.OBJECTED)

    @property
    def answered(self) -> tuple[str, ...]:
        """Ids of the departments that have answered in writing, whatever they say."""
        return tuple(one.department for one in self.opinions if one.answer is not Answer.PENDING)

    def that_say(self, answer: Answer) -> tuple[str, ...]:
        """Return the ids of the departments whose answer this is."""
        return tuple(one.department for one in self.opinions if one.answer is answer)

    def without_silence(self, on: date) -> tuple[str, ...]:
        """Return the ids of the departments that still have time to answer on a day, or were given no day."""
        return tuple(
            one.department for one in self.opinions if one.department in self.pending and not one.is_silent(on)
        )

    def asking(self, asked: Iterable[Opinion]) -> Consultation:
        """Return the round with these departments asked, or asked again."""
        latest = {one.department: one for one in (*self.opinions, *asked)}
        return Consultation(opinions=tuple(latest.values()))

    def among(self, departments: Iterable[str]) -> Consultation:
        """Return the round without the departments that no longer take part."""
        kept = frozenset(departments)
        return Consultation(opinions=tuple(one for one in self.opinions if one.department in kept))

    def answering(self, department: str, answer: Answer, on: date, document: str, comments: str = "") -> Consultation:
        """Return the round with the answer of a department, which may change it while the round is open."""
        return Consultation(
            opinions=tuple(
                attrs.evolve(one, answer=answer, answered_on=on, reply=document, comments=comments)
                if one.department == department
                else one
                for one in self.opinions
            )
        )
