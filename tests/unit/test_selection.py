"""Finding the smallest tickets in one pass gives the same as sorting all."""

from collections.abc import Sequence

import pytest

from shuangsuiji.lottery import Algorithm, GivenTickets, KeyedTickets, Tickets
from shuangsuiji.lottery.selection import smallest
from shuangsuiji.values.columns import Column


def by_sorting(ids: Sequence[str], strata: Column, tickets: Tickets, quotas: dict[str, int]) -> dict[str, list[str]]:
    """Return the drawn as SSJ-1 §4.2 defines them."""
    ranked = sorted(zip((ticket.hex() for ticket in tickets.digests(ids)), ids, strata, strict=True))
    return {label: [id_ for _, id_, stratum in ranked if stratum == label][:number] for label, number in quotas.items()}


def chosen(ids: Sequence[str], strata: Column, tickets: Tickets, quotas: dict[str, int]) -> dict[str, list[str]]:
    found = smallest(ids, strata, tickets, quotas)
    return {label: [id_ for _, id_ in drawn] for label, drawn in found.items()}


@pytest.mark.parametrize("key", ["00" * 16, "5f" * 16, "ff" * 16])
@pytest.mark.parametrize("quota", [0, 1, 2, 30, 299, 300])
def test_it_is_the_same_as_sorting(key: str, quota: int) -> None:
    ids = [f"P{number:04d}" for number in range(600)]
    strata = Column.of("ST"[number % 2] for number in range(600))
    tickets, quotas = KeyedTickets(Algorithm.SHA256, key), {"S": quota, "T": 7}
    assert chosen(ids, strata, tickets, quotas) == by_sorting(ids, strata, tickets, quotas)


@pytest.mark.parametrize("rows", [65_535, 65_536, 65_537, 140_000])
def test_batches_of_rows_meet_without_a_seam(rows: int) -> None:
    ids = [f"P{number:06d}" for number in range(rows)]
    strata = Column.constant("S", rows)
    tickets = KeyedTickets(Algorithm.SHA256, "0" * 32)
    assert chosen(ids, strata, tickets, {"S": 50}) == by_sorting(ids, strata, tickets, {"S": 50})


@pytest.mark.parametrize("digit", ["0", "f"])
def test_tickets_far_from_any_expectation_are_passed_over_again(digit: str) -> None:
    """All tickets lie at one end, so the first bound holds too few of them, or all."""
    ids = [f"P{number:04d}" for number in range(1000)]
    tickets = GivenTickets({id_: digit * 60 + f"{999 - number:04x}" for number, id_ in enumerate(ids)})
    strata = Column.of("ST"[number % 2] for number in range(1000))
    quotas = {"S": 3, "T": 0}
    assert chosen(ids, strata, tickets, quotas) == {"S": ["P0998", "P0996", "P0994"], "T": []}


def test_the_largest_possible_ticket_can_be_drawn() -> None:
    tickets = GivenTickets({"a": "f" * 64, "b": "f" * 64})
    assert chosen(["a", "b"], Column.constant("S", 2), tickets, {"S": 2}) == {"S": ["a", "b"]}


def test_the_ticket_is_returned_whole_and_never_truncated() -> None:
    tickets = GivenTickets({"a": "0" * 63 + "1", "b": "0" * 64})
    found = smallest(["a", "b"], Column.constant("S", 2), tickets, {"S": 2})
    assert found["S"] == (("0" * 64, "b"), ("0" * 63 + "1", "a"))


def test_labels_without_rows_do_no_harm() -> None:
    strata = Column.of(["S", "T"]).take([0])
    tickets = GivenTickets({"a": "0" * 64})
    assert smallest(["a"], strata, tickets, {"S": 1}) == {"S": (("0" * 64, "a"),)}
    assert smallest([], Column.of([]), tickets, {}) == {}
