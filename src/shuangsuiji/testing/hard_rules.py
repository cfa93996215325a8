"""Rules that every draw keeps, whatever the chances: quotas, no repeats, nothing foreign (硬性规则)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from shuangsuiji.errors import InvalidValueError, UnfairError

__all__ = ["TicketSelector", "check_drawn", "check_quotas"]

TicketSelector: TypeAlias = Callable[[Mapping[str, str], Mapping[str, int], Mapping[str, str]], Iterable[str]]
"""``select(pool, quotas, tickets)``: stratum by id, quota by stratum, ticket (64 hex digits) by id; returns ids."""


def check_quotas(pool: Mapping[str, str], quotas: Mapping[str, int]) -> Counter[str]:
    """Return the number of objects per stratum, when every stratum has a quota that it can fill.

    Raises:
        InvalidValueError: a stratum without a quota, or a quota that is not from 0 to the number of objects.

    """
    counts = Counter(pool.values())
    for stratum in sorted(counts.keys() | quotas.keys()):
        number = quotas.get(stratum)
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= counts[stratum]:
            raise InvalidValueError(
                field=f"quotas {stratum}",
                rule_zh=f"应为 0 至 {counts[stratum]} 的整数",
                rule=f"must be a whole number from 0 to {counts[stratum]}",
                value=number,
            )
    return counts


def check_drawn(
    pool: Mapping[str, str], quotas: Mapping[str, int], drawn: Iterable[str], subject: str
) -> frozenset[str]:
    """Return the set of the ids drawn, when it keeps the hard rules (硬性规则).

    Raises:
        UnfairError: an id that is not in the pool, an id drawn twice, or a stratum whose quota is not met.

    """
    ids = list(drawn)
    foreign = [id_ for id_ in ids if id_ not in pool]
    if foreign:
        _refuse(subject, "只能抽取名录库中的对象", "only objects of the pool may be drawn", foreign)
    repeated = [id_ for id_, times in Counter(ids).items() if times > 1]
    if repeated:
        _refuse(subject, "同一对象不得抽中两次", "no object may be drawn twice", repeated)
    found = Counter(pool[id_] for id_ in ids)
    wrong = {stratum: found[stratum] for stratum, number in quotas.items() if found[stratum] != number}
    if wrong:
        due = {stratum: quotas[stratum] for stratum in wrong}
        _refuse(subject, f"各层应抽满名额 {due}", f"every stratum must meet its quota, {due}", wrong)
    return frozenset(ids)


def _refuse(subject: str, rule_zh: str, rule: str, value: object) -> None:
    raise UnfairError(
        subject=subject, rule_zh=rule_zh, rule=rule, shown_zh=f"实际为 {value}", shown=f"got {value}", chances={}
    )
