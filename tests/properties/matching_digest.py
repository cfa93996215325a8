"""Prints a digest of one matching, to be compared between processes with other hash seeds."""

import sys
from datetime import date
from hashlib import sha256

from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import KeyedSeatTickets
from shuangsuiji.lottery.units import Unit

OFFICERS = [
    Officer(
        id=f"o{number:02}",
        department="D",
        regions={"东", "西"} if number % 3 else {"东"},
        tags={"甲", "乙", "丙"} if number % 2 else {"丙"},
        capacity=4,
        valid_until=date(2027, 12, 31),
    )
    for number in range(20)
]
UNITS = [
    Unit(object=f"t{number:02}", department="D", region="东西"[number % 2], seats=(("丙", "乙"), ())) if number % 5 == 0
    else Unit(object=f"t{number:02}", department="D", region="东西"[number % 2], seats=(("乙",), ()))
    for number in range(39)
]  # fmt: skip
BARRED = {(f"t{number:02}", f"o{number % 20:02}") for number in range(39)}
made = match_fast(UNITS, OFFICERS, BARRED, KeyedSeatTickets(alg=Algorithm.SHA256, key="0" * 32), 3)
sys.stdout.write(sha256(repr(made).encode()).hexdigest())
