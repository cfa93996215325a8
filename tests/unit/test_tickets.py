"""Tickets: H(KEY|ID)."""

import subprocess
from hashlib import sha256

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import Algorithm, GivenTickets, KeyedTickets

KEY = "45041702c41ccbb298665f3d10642f2b"
IDS = ["91320481MA0000488R", "项目 7", "𠮷", "a'b"]


def test_a_ticket_is_the_hash_of_key_bar_id() -> None:
    tickets = KeyedTickets(Algorithm.SHA256, KEY)
    assert tickets.ticket(IDS[0]) == "2a80560cc5642eba2494936ca70c24e12893c13c5f894521ca877f748aeb0515"
    for id_ in IDS:
        assert tickets.ticket(id_) == sha256(f"{KEY}|{id_}".encode()).hexdigest()


@pytest.mark.parametrize("alg", list(Algorithm))
def test_tickets_in_bulk_are_the_tickets_one_by_one(alg: Algorithm) -> None:
    tickets = KeyedTickets(alg, KEY)
    assert [one.hex() for one in tickets.digests(iter(IDS))] == [tickets.ticket(id_) for id_ in IDS]
    assert tickets.digests([]) == []


def test_the_shell_computes_the_same_sm3_ticket() -> None:
    line = f"printf '%s|%s' {KEY} 项目 | openssl dgst -sm3"
    found = subprocess.run(["sh", "-c", line], check=False, capture_output=True, text=True)
    if found.returncode:
        pytest.skip("no openssl with SM3 here")
    assert found.stdout.split()[-1] == KeyedTickets(Algorithm.SM3, KEY).ticket("项目")


def test_given_tickets_are_handed_out_as_they_are() -> None:
    tickets = GivenTickets({"a": "00" * 32, "b": "ff" * 32})
    assert tickets.digests(["b", "a"]) == [b"\xff" * 32, b"\x00" * 32]


def test_an_id_without_a_given_ticket_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="64 位十六进制号签"):
        GivenTickets({"a": "00" * 32}).digests(["a", "b"])


@pytest.mark.parametrize("ticket", ["", "ff", "ff" * 40, "zz" * 32, "FF" * 32])
def test_a_given_ticket_is_sixty_four_hex_digits(ticket: str) -> None:
    with pytest.raises(InvalidValueError, match="tickets a"):
        GivenTickets({"a": ticket}).digests(["a"])
