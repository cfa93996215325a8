"""Layer 2: like objects renamed with their tickets rename the result."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, MissingExtraError, UnfairError
from shuangsuiji.testing import assert_equivariant, select_by_tickets
from shuangsuiji.testing.hard_rules import TicketSelector

Pool: TypeAlias = Mapping[str, str]
Quotas: TypeAlias = Mapping[str, int]
Tickets: TypeAlias = Mapping[str, str]
Seen: TypeAlias = list[tuple[str, ...]]


def by(key: Callable[[str, Tickets, Iterable[str]], object]) -> TicketSelector:
    """Return a selector that draws the smallest of each stratum by a key of id, tickets and pool."""

    def select(pool: Pool, quotas: Quotas, tickets: Tickets) -> list[str]:
        drawn: list[str] = []
        for stratum, quota in quotas.items():
            inside = [id_ for id_, one in pool.items() if one == stratum]
            drawn += sorted(inside, key=lambda id_: key(id_, tickets, pool))[:quota]  # type: ignore[arg-type,return-value]
        return drawn

    return select


def off_by_one(pool: Pool, quotas: Quotas, tickets: Tickets) -> list[str]:
    drawn: list[str] = []
    for stratum, quota in quotas.items():
        inside = sorted(id_ for id_, one in pool.items() if one == stratum)
        fewer = inside[:-1] if len(inside) > quota else inside
        drawn += sorted(fewer, key=tickets.__getitem__)[:quota]
    return drawn


def systematic(pool: Pool, quotas: Quotas, tickets: Tickets) -> list[str]:
    drawn: list[str] = []
    for stratum, quota in quotas.items():
        inside = sorted(id_ for id_, one in pool.items() if one == stratum)
        if quota:
            step = len(inside) // quota
            start = int(tickets[inside[0]], 16) % step
            drawn += inside[start::step][:quota]
    return drawn


def seeded_by_tickets(pool: Pool, quotas: Quotas, tickets: Tickets) -> list[str]:
    rng = random.Random("".join(sorted(tickets.values())))  # noqa: S311 - the fault to be found
    drawn: list[str] = []
    for stratum, quota in sorted(quotas.items()):
        drawn += rng.sample(sorted(id_ for id_, one in pool.items() if one == stratum), quota)
    return drawn


def strata_ignored(_: Pool, quotas: Quotas, tickets: Tickets) -> list[str]:
    return sorted(tickets, key=tickets.__getitem__)[: sum(quotas.values())]


def one_short(pool: Pool, quotas: Quotas, tickets: Tickets) -> list[str]:
    return list(select_by_tickets(pool, quotas, tickets))[1:]


def one_twice(pool: Pool, quotas: Quotas, tickets: Tickets) -> list[str]:
    drawn = list(select_by_tickets(pool, quotas, tickets))
    return [*drawn[:-1], drawn[0]] if len(drawn) > 1 else drawn


SHOWN = r".*; expected \[.*\], got \[.*\] \(pool \{.+\}\)"
RENAMED = f"renamed with their tickets, .*the result must be renamed likewise{SHOWN}"
ORDER = f"the order in which pool, quotas and tickets come must not count{SHOWN}"
FAIR: dict[str, TicketSelector] = {
    "ours": select_by_tickets,
    "sorted by whole tickets": by(lambda id_, tickets, _: tickets[id_]),
    "largest first": by(lambda id_, tickets, _: -int(tickets[id_], 16)),
    "hashed once more": by(lambda id_, tickets, _: hashlib.sha256(tickets[id_].encode()).hexdigest()),
}
UNFAIR: dict[str, tuple[TicketSelector, str]] = {
    "short tickets, ties by id": (by(lambda id_, tickets, _: (tickets[id_][:2], id_)), RENAMED),
    "last digits, ties by id": (by(lambda id_, tickets, _: (tickets[id_][-2:], id_)), RENAMED),
    "short tickets, ties by position": (by(lambda id_, tickets, _: tickets[id_][:4]), ORDER),
    "position": (by(lambda id_, _, pool: list(pool).index(id_)), ORDER),
    "name": (by(lambda id_, tickets, _: (id_.endswith(("0", "7")), tickets[id_])), RENAMED),
    "ticket of the name, not of the draw": (by(lambda id_, *_: hashlib.sha256(id_.encode()).hexdigest()), RENAMED),
    "one firm spared": (by(lambda id_, tickets, pool: (id_ == min(pool), tickets[id_])), RENAMED),
    "off by one": (off_by_one, RENAMED),
    "systematic": (systematic, RENAMED),
    "a generator seeded by the tickets": (seeded_by_tickets, RENAMED),
    "strata ignored": (strata_ignored, "every stratum must meet its quota"),
    "one short": (one_short, "every stratum must meet its quota"),
    "one twice": (one_twice, "no object may be drawn twice"),
    "one from elsewhere": (lambda *_: ["示例"], "only objects of the pool may be drawn"),
}


@pytest.mark.parametrize("name", FAIR)
def test_fair_selectors_pass(name: str) -> None:
    assert_equivariant(FAIR[name], max_examples=300 if name == "ours" else 100)


@pytest.mark.parametrize("name", UNFAIR)
def test_planted_unfair_selectors_fail(name: str) -> None:
    select, message = UNFAIR[name]
    with pytest.raises(UnfairError, match=message) as caught:
        assert_equivariant(select)
    zh, en = str(caught.value).split("\n")
    assert zh.startswith("select：")
    assert en.startswith("select: ")


def test_the_same_examples_come_on_every_run() -> None:
    runs: list[Seen] = []
    for _ in range(2):
        seen: Seen = []

        def watched(pool: Pool, quotas: Quotas, tickets: Tickets, seen: Seen = seen) -> tuple[str, ...]:
            seen.append(tuple(pool))
            return select_by_tickets(pool, quotas, tickets)

        assert_equivariant(watched, max_examples=20)
        runs.append(seen)
    assert runs[0] == runs[1]
    assert len(runs[0]) >= 60


def test_a_selector_may_change_what_it_is_given() -> None:
    def consuming(pool: Pool, quotas: Quotas, tickets: Tickets) -> tuple[str, ...]:
        drawn = select_by_tickets(pool, quotas, tickets)
        for given in (pool, quotas, tickets):
            assert isinstance(given, dict)
            given.clear()
        return drawn

    assert_equivariant(consuming, max_examples=20)


def test_an_error_of_the_selector_comes_through() -> None:
    def failing(*_: object) -> list[str]:
        message = "the platform is down"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="the platform is down"):
        assert_equivariant(failing)


def test_our_adapter_draws_the_smallest_tickets_of_each_stratum() -> None:
    pool = {"丙": "B", "甲": "A", "乙": "A"}
    tickets = {"甲": "f" * 64, "乙": "1" * 64, "丙": "0" * 64}
    assert select_by_tickets(pool, {"A": 1, "B": 1}, tickets) == ("乙", "丙")
    assert select_by_tickets(pool, {"A": 2, "B": 0}, tickets) == ("乙", "甲")


def test_our_adapter_refuses_what_the_draw_refuses() -> None:
    with pytest.raises(InvalidValueError, match="every id needs a ticket"):
        select_by_tickets({"甲": "A"}, {"A": 1}, {})
    with pytest.raises(InvalidValueError, match="from 0 to 1"):
        select_by_tickets({"甲": "A"}, {"A": 2}, {"甲": "0" * 64})
    with pytest.raises(DuplicateError):
        select_by_tickets({"a": "A", "A": "A"}, {"A": 1}, {"a": "0" * 64, "A": "1" * 64})


def test_without_hypothesis_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"assert_equivariant needs hypothesis: .*'shuangsuiji\[testing\]'"):
        assert_equivariant(select_by_tickets)
