"""Who may establish a fact of a case, and when: 四（二） (事实认定规则)."""

from __future__ import annotations

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.errors import InvalidValueError

__all__ = ["check_fact"]

_UP_TO_EVENT = frozenset({"F0", "F4", "F5", "F6", "F7"})  # what had happened by the event, or had not


def check_fact(fact: Fact, case: Case) -> None:
    """Check that nobody establishes what is about himself, and that the day of the event was looked at (核对认定).

    Raises:
        InvalidValueError: a fact that whoever the case is about established, or one of F0 and F4 to F7 that is settled
            by what was looked at before the event alone.

    """
    for one in fact.evidence:
        if one.established_by == case.subject:
            zh, en = "不得由责任主体自行认定", "is not for whoever the case is about to establish"
            field = f"{case.id}.{fact.code}.established_by"
            raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=one.established_by)
    last = max((one.as_of for one in fact.evidence), default=case.event_on)
    if fact.value is not Truth.NOT_ESTABLISHED and fact.code in _UP_TO_EVENT and last < case.event_on:
        zh = f"须查至问题出现日 {case.event_on}"
        en = f"must have been looked at up to the event, {case.event_on}"
        field = f"{case.id}.{fact.code}.as_of"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=last.isoformat())
