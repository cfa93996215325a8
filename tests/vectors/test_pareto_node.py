"""Keys, tickets, ranking values and selection are the same bits in Python and in JavaScript."""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.lottery import Algorithm, KeyedTickets
from shuangsuiji.lottery.pareto import certain_weights, pareto_draw, ranking_value
from shuangsuiji.lottery.seeds import Seed

SCRIPT = Path(__file__).parent / "pareto.mjs"
SEED = "9d2f" * 16
# UTF-16, by which JavaScript compares, puts 𠮷 before Ａ; UTF-8 does not.
STARTS = ["91320481MA", "项目 ", "Ａ", "𠮷", "𪚥号", "a'b\"", "é", "Ω-", "P\\"]

Case = dict[str, Any]


def weights_of(roll: random.Random, units: int, quota: int) -> list[int]:
    """Return weights of one of five kinds, as large as the quota allows in the last."""
    largest = (2**53 - 1) // (max(quota, 1) * units)
    kinds = (
        lambda: 1,
        lambda: roll.randint(1, 5),
        lambda: min(largest, 2 ** roll.randint(0, 30)),
        lambda: roll.randint(1, 10**6),
        lambda: roll.randint(max(1, largest - 1000), largest),
    )
    kind = roll.choice(kinds)
    return [kind() for _ in range(units)]


def case(number: int, units: int, alg: str = "sha256") -> Case:
    roll = random.Random(f"pareto {number}")  # noqa: S311 - fixed examples, no lot is drawn
    quota = roll.randint(0, units)
    ids = sorted(f"{roll.choice(STARTS)}{at}" for at in range(units))
    return {"alg": alg, "seed": SEED, "ids": ids, "weights": weights_of(roll, units, quota), "quota": quota}


def in_python(given: Case) -> Case:
    """Return what pareto.mjs prints, from the package."""
    alg, ids, weights, quota = Algorithm(given["alg"]), given["ids"], given["weights"], given["quota"]
    key = Seed(alg=alg, text=given["seed"]).key
    found = given.get("tickets")
    tickets = KeyedTickets(alg, key).digests(ids) if found is None else [bytes.fromhex(one) for one in found]
    certain = certain_weights(Counter(weights), quota)
    values = [
        None
        if certain.holds(weight) or not certain.left
        else struct.pack(">d", ranking_value(ticket.hex(), weight, certain.left, certain.total)).hex()
        for ticket, weight in zip(tickets, weights, strict=True)
    ]
    drawn = pareto_draw(ids, weights, tickets, quota)
    return {
        "key": key,
        "tickets": [ticket.hex() for ticket in tickets],
        "values": values,
        "certain": sorted(drawn.certain),
        "drawn": [list(one) for one in drawn.drawn],
        "threshold": drawn.threshold,
    }


def in_javascript(cases: list[Case]) -> list[Case | None]:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("node is not installed, and a run of CI must have it")
        pytest.skip("node is not installed")
    done = subprocess.run([node, str(SCRIPT)], input=json.dumps(cases).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answers: list[Case | None] = json.loads(done.stdout)
    assert len(answers) == len(cases)
    return answers


def test_four_hundred_draws_are_the_same_bits() -> None:
    cases = [case(number, 1 + number % 40) for number in range(400)]
    for given, found in zip(cases, in_javascript(cases), strict=True):
        assert found == in_python(given), given


def test_the_examples_reach_certain_units_all_units_and_none() -> None:
    found = [in_python(case(number, 1 + number % 40)) for number in range(400)]
    assert sum(bool(one["certain"]) and one["threshold"] is not None for one in found) > 20
    assert sum(not one["certain"] and one["threshold"] is not None for one in found) > 100
    assert any(not one["drawn"] for one in found)
    assert any(one["threshold"] is None and one["drawn"] for one in found)


def test_a_large_draw_is_the_same_bits() -> None:
    given = case(7, 5000)
    assert in_javascript([given]) == [in_python(given)]


def test_a_draw_with_sm3_is_the_same_bits() -> None:
    cases = [case(number, 30, "sm3") for number in range(20)]
    answers = in_javascript(cases)
    if None in answers:
        pytest.skip("this node has no SM3")
    assert answers == [in_python(given) for given in cases]


def test_equal_values_are_decided_by_ticket_and_id_bytes_in_both() -> None:
    """Only the last digits differ, or none: the values are equal, so ticket and id decide."""
    tickets = ["7" * 13 + "0" * 50 + last for last in "2110"]
    given = {"alg": "sha256", "seed": SEED, "ids": ["a", "Ａ", "𠮷", "b"], "weights": [3, 3, 3, 3], "tickets": tickets}
    cases: list[Case] = [{**given, "quota": quota} for quota in range(5)]
    answers = in_javascript(cases)
    assert answers == [in_python(one) for one in cases]
    assert [[id_ for _, id_ in one["drawn"]] for one in answers if one][1:3] == [["b"], ["b", "Ａ"]]
