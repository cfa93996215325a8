"""Equivariance: rename like objects with their tickets, and the result is renamed the same way (同变性检验).

With tickets that are independent and alike, a selector that passes gives equal objects equal chances, in pools of any
size. What it cannot see is where the tickets come from: that is for reading the code, and for the statistical audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shuangsuiji.errors import MissingExtraError, UnfairError
from shuangsuiji.lottery import GivenTickets, TableFrame
from shuangsuiji.testing.hard_rules import TicketSelector, check_drawn

__all__ = ["assert_equivariant", "select_by_tickets"]

_SUBJECT = "select"


def select_by_tickets(
    pool: Mapping[str, str], quotas: Mapping[str, int], tickets: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the ids that our own draw selects, so that it can be put to the same tests (本库的抽取).

    Args:
        pool: stratum by id.
        quotas: how many to draw, by stratum.
        tickets: 64 hex digits by id.

    Raises:
        InvalidValueError: an id without a ticket, or quotas that do not fit the pool.
        DuplicateError: two ids that differ in upper and lower case only.

    """
    strata = TableFrame.from_rows(pool.items()).draw(GivenTickets(tickets), quotas)
    return tuple(id_ for one in strata for _, id_ in one.drawn)


def assert_equivariant(select: TicketSelector, *, max_examples: int = 300) -> None:
    """Check that a selector looks at tickets and strata only, never at names, order or positions (同变性检验).

    Hypothesis makes pools with strata, quotas and different tickets, some alike in all digits but the last, and shrinks
    what fails. The examples are the same on every run.

    Args:
        select: ``select(pool, quotas, tickets)``; gets fresh dicts on every call.
        max_examples: how many pools to try.

    Raises:
        UnfairError: a hard rule is broken, the order of the input counts, or the result is not renamed as the objects
            are; the message names the objects.
        MissingExtraError: Hypothesis is not installed.

    """
    try:
        from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise MissingExtraError(feature="assert_equivariant", package="hypothesis", extra="testing") from None
    from shuangsuiji.testing.strategies.selecting import Renaming, renamings  # noqa: PLC0415 - it imports hypothesis

    @settings(
        max_examples=max_examples,
        deadline=None,
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    @given(renamings())
    def check(one: Renaming) -> None:
        before = one.selection
        drawn = _run(select, before.pool, before.quotas, before.tickets)
        pool, quotas, tickets = one.reordered(before.pool), one.reordered(before.quotas), one.reordered(before.tickets)
        other = _run(select, pool, quotas, tickets)
        if other != drawn:
            _refuse(
                "名录库、名额、号签的排列次序不得影响结果",
                "the order in which pool, quotas and tickets come must not count",
                before.pool,
                drawn,
                other,
            )
        found = _run(select, one.renamed(before.pool), before.quotas, one.renamed(before.tickets))
        due = frozenset(one.names[id_] for id_ in drawn)
        if found != due:
            changed = {id_: name for id_, name in one.names.items() if id_ != name}
            _refuse(
                f"同层对象连同号签改名 {changed} 后，结果应随之改名",
                f"objects of a stratum were renamed with their tickets, {changed}: the result must be renamed likewise",
                before.pool,
                due,
                found,
            )

    check()


def _run(
    select: TicketSelector, pool: Mapping[str, str], quotas: Mapping[str, int], tickets: Mapping[str, str]
) -> frozenset[str]:
    return check_drawn(pool, quotas, select(dict(pool), dict(quotas), dict(tickets)), _SUBJECT)


def _refuse(rule_zh: str, rule: str, pool: Mapping[str, str], due: Iterable[str], found: Iterable[str]) -> None:
    due, found = sorted(due), sorted(found)
    raise UnfairError(
        subject=_SUBJECT,
        rule_zh=rule_zh,
        rule=rule,
        shown_zh=f"应为 {due}，实际为 {found}（名录库 {dict(pool)}）",
        shown=f"expected {due}, got {found} (pool {dict(pool)})",
        chances={},
    )
