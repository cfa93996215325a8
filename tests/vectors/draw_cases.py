"""Vectors of the draw: quotas, strata, weights, chances, batches, rounds, a million rows."""

import heapq
from collections.abc import Iterator, Mapping

from tests.vectors import plain
from tests.vectors.chances import inclusion
from tests.vectors.message_cases import KEY, POOL, Case, Named
from tests.vectors.plain import Unit, hashed

Rows = list[tuple[str, str]]

POOL_ROWS: Rows = [(row[0], row[1]) for row in (line.split("\t") for line in POOL.decode().splitlines())]
ODD_ROWS: Rows = [("𠮷", "甲"), ("Ａ", "甲"), ("é", "甲"), ("茶 10", "甲"), ("茶 2", "甲"), ("z", "甲"), ("a", "甲")]
HALF = f"8{'0' * 63}"
MILLION, MANY = 1_000_000, 50_000


def cases() -> Iterator[Named]:
    """Yield every case."""
    yield from quota_cases()
    yield from draw_cases()
    yield from refused_draws()
    yield from pareto_cases()
    yield from inclusion_cases()
    yield from batch_cases()
    yield from round_cases()
    yield large_case()


# Quotas: all numbers are texts, since some lie beyond 2^53.


def quota_cases() -> Iterator[Named]:
    """Yield quotas with their rounding and caps."""
    third = f"{2**256 // 3:064x}"  # the largest scalar below 1/3
    above = f"{2**256 // 3 + 1:064x}"
    big = str(10**17 + 3)
    for name, *told in (
        ("floor", "floor", "22", "1/10", None, None),
        ("floor-exact", "floor", "20", "1/10", None, None),
        ("floor-none-left", "floor", "9", "1/10", None, None),
        ("ceil", "ceil", "22", "1/10", None, None),
        ("ceil-exact", "ceil", "20", "1/10", None, None),
        ("ceil-of-next-to-nothing", "ceil", "1", "1/1000000", None, None),
        ("nothing-asked", "ceil", "22", "0/1", None, None),
        ("everything-asked", "floor", "22", "1/1", None, None),
        ("empty-stratum", "ceil", "0", "1/10", None, None),
        ("floor-capped", "floor", "22", "1/2", "3/100", None),
        ("ceil-capped", "ceil", "22", "1/10", "1/10", None),
        ("cap-above", "ceil", "22", "1/10", "1/2", None),
        ("cap-of-nothing", "ceil", "22", "1/10", "0/1", None),
        ("decimals-that-floats-miss", "floor", "100", "29/100", None, None),
        ("thirds-that-floats-miss", "ceil", "3", "1/3", None, None),
        ("beyond-2-53-floor", "floor", big, "999999999999999989/999999999999999999", None, None),
        ("beyond-2-53-ceil", "ceil", big, "999999999999999989/999999999999999999", None, None),
        ("beyond-2-53-capped", "ceil", big, "1/3", "333333333333333332/999999999999999997", None),
        ("chance-comes", "chance", "22", "1/10", None, f"{'3' * 63}2"),
        ("chance-does-not-come", "chance", "22", "1/10", None, f"{'3' * 63}4"),
        ("chance-at-nought", "chance", "22", "1/10", None, "0" * 64),
        ("chance-at-its-highest", "chance", "22", "1/10", None, "f" * 64),
        ("chance-just-below-a-third", "chance", "10", "1/3", None, third),
        ("chance-just-above-a-third", "chance", "10", "1/3", None, above),
        ("chance-of-a-half-is-not-below-it", "chance", "5", "1/2", None, HALF),
        ("chance-without-a-rest", "chance", "20", "1/10", None, "0" * 64),
        ("chance-capped", "chance", "15", "1/10", "1/10", "0" * 64),
        ("chance-beyond-2-53", "chance", big, "999999999999999989/999999999999999999", None, HALF),
    ):
        yield f"quota/{name}", quota(dict(zip(("rounding", "rows", "ratio", "cap", "scalar"), told, strict=True)))


def quota(told: dict[str, str | None]) -> Case:
    """Return a quota: what the manifest promises, and what is drawn once the seed is known."""
    rounding, rows, ratio = (str(told[key]) for key in ("rounding", "rows", "ratio"))
    abouts = {
        "floor": "min(floor(p*N/q), floor(c*N)), in whole numbers.",
        "ceil": "min(ceil(p*N/q), floor(c*N)), in whole numbers.",
        "chance": "One is added iff scalar / 2^256 < p*N/q - floor(p*N/q), compared exactly; the cap comes last.",
    }
    promised = plain.quota(rounding, int(rows), ratio, told["cap"])
    drawn = plain.quota(rounding, int(rows), ratio, told["cap"], told["scalar"])
    return {"about": abouts[rounding], **told, "promised": str(promised), "quota": str(drawn)}


# Strata.


def draw(about: str, rows: Rows, quotas: Mapping[str, int], alg: str = "sha256") -> Case:
    """Return a draw of strata."""
    told = {"about": about, "alg": alg, "key": KEY, "rows": [list(row) for row in rows], "quotas": dict(quotas)}
    return told | drawn(rows, quotas, {one: plain.ticket(alg, KEY, one) for one, _ in rows})


def drawn(rows: Rows, quotas: Mapping[str, int], tickets: Mapping[str, str]) -> Case:
    """Return the lines of drawn.tsv and thresholds.tsv without the name of the frame."""
    found: list[list[object]] = []
    thresholds: list[list[object]] = []
    for stratum in plain.bytewise(quotas):
        units = sorted((tickets[one], one) for one, label in rows if label == stratum)
        first = units[: quotas[stratum]]
        found += [[stratum, *unit] for unit in first]
        thresholds.append([stratum, len(units), quotas[stratum], first[-1][0] if first else "-"])
    return {"drawn": found, "thresholds": thresholds}


def draw_cases() -> Iterator[Named]:
    """Yield draws of strata, and those at the edges."""
    some = {"A": 3, "B": 1, "C": 1}
    yield "draw/five-of-twenty", draw("Five of twenty in three strata.", POOL_ROWS, some)
    yield "draw/order-of-rows", draw("The order of the rows does not matter.", POOL_ROWS[::-1], some)
    yield "draw/sm3", draw("The same with SM3.", POOL_ROWS, some, "sm3")
    yield "draw/larger-quota", draw("A larger quota draws the same and more.", POOL_ROWS, some | {"A": 5})
    yield "draw/one-row-fewer", draw("Without one row that was not drawn, nothing changes.", spared(), some)
    yield "draw/relabelled", draw("Whoever is in another stratum keeps his ticket.", relabelled(), some)
    yield "draw/quota-0", draw("A quota of 0 has no threshold.", POOL_ROWS, some | {"B": 0})
    yield "draw/all", draw("A quota of N draws every row.", POOL_ROWS, {"A": 10, "B": 5, "C": 5})
    yield "draw/empty-stratum", draw("A stratum without rows, quota 0.", POOL_ROWS, some | {"D": 0})
    yield "draw/one-row", draw("N = 1.", POOL_ROWS[:1], {POOL_ROWS[0][1]: 1})
    yield "draw/no-row", draw("N = 0.", [], {"A": 0})
    yield "draw/texts", draw("Ids beyond ASCII and beyond 16 bits.", ODD_ROWS, {"甲": 3})
    strata = [(one, "一级.2 类" if label == "A" else label) for one, label in POOL_ROWS]
    yield "draw/stratum-with-dots", draw("A stratum is a field.", strata, {"一级.2 类": 3, "B": 1, "C": 1})
    yield "draw/equal-tickets", given_tickets()


def spared() -> Rows:
    """Return the rows without the last of stratum A in ticket order, who is not drawn."""
    last = max((plain.ticket("sha256", KEY, one), one) for one, label in POOL_ROWS if label == "A")[1]
    return [row for row in POOL_ROWS if row[0] != last]


def relabelled() -> Rows:
    """Return the rows with the first of stratum A in stratum B."""
    first = min((plain.ticket("sha256", KEY, one), one) for one, label in POOL_ROWS if label == "A")[1]
    return [(one, "B" if one == first else label) for one, label in POOL_ROWS]


def given_tickets() -> Case:
    """Return a draw whose tickets differ in the last digit, or not at all."""
    ids, start = ("a", "Ａ", "𠮷", "b", "c"), "7" * 63
    tickets = {one: start + last for one, last in zip(ids, "21110", strict=True)}
    rows: Rows = [(one, "A") for one in ids]
    about = "Given tickets: all 64 digits count; of equal tickets (there are none) the id decides, by its bytes."
    told = {"about": about, "tickets": tickets, "rows": [list(row) for row in rows], "quotas": {"A": 3}}
    return told | drawn(rows, {"A": 3}, tickets)


def refused_draws() -> Iterator[Named]:
    """Yield draws that cannot be made."""
    for name, about, quotas in (
        ("quota-above-rows", "A quota above the rows of its stratum.", {"A": 11, "B": 1, "C": 1}),
        ("quota-of-an-empty-stratum", "A quota above 0 of a stratum without rows.", {"A": 1, "B": 1, "C": 1, "D": 1}),
        ("stratum-without-quota", "A stratum of the frame without a quota.", {"A": 3, "B": 1}),
        ("quota-below-0", "A quota below 0.", {"A": -1, "B": 1, "C": 1}),
    ):
        told = {"about": about, "refused": True, "alg": "sha256", "key": KEY, "quotas": quotas}
        yield f"draw/refused-{name}", {**told, "rows": [list(row) for row in POOL_ROWS]}


# Weights.


def pareto(about: str, weights: Mapping[str, int], quota: int, alg: str = "sha256") -> Case:
    """Return a draw by weights."""
    tickets: dict[str, Unit] = {one: (plain.ticket(alg, KEY, one), one) for one in weights}
    found = plain.Pareto({tickets[one]: weight for one, weight in weights.items()}, quota)
    told = {"about": about, "alg": alg, "key": KEY, "rows": [[*row] for row in weights.items()], "quota": quota}
    units: list[list[str | None]] = []
    for unit in tickets.values():
        share, value = found.shares.get(unit), found.values.get(unit)
        units.append([*unit, share.hex() if share else None, value.hex() if value else None])
    return {
        **told,
        "units": units,
        "certain": plain.bytewise(one for _, one in found.certain),
        "drawn": [list(unit) for unit in found.drawn],
        "threshold": found.threshold,
    }


def pareto_cases() -> Iterator[Named]:
    """Yield draws by weights."""
    ids = [one for one, _ in POOL_ROWS]
    some = {one: 1 + n % 5 for n, one in enumerate(ids)}
    heavy = some | {ids[3]: 20, ids[11]: 90}
    large = {one: (2**53 - 1) // (4 * len(ids)) - n for n, one in enumerate(ids)}
    odd = dict(zip([one for one, _ in ODD_ROWS], (5, 4, 3, 2, 1, 2, 3), strict=True))
    yield "pareto/five-of-twenty", pareto("Weights from 1 to 5.", some, 5)
    yield "pareto/sm3", pareto("The same with SM3.", some, 5, "sm3")
    yield "pareto/equal-weights", pareto("Equal weights rank as the tickets do.", dict.fromkeys(ids, 7), 5)
    yield "pareto/certain", pareto("One is certain, and another once he has left.", heavy, 5)
    yield (
        "pareto/certain-at-1",
        pareto("A share of exactly 1 is certain.", dict(zip(ids, (3, 1, 1, 1), strict=False)), 2),
    )
    yield "pareto/certain-only", pareto("Only certain ones: no threshold.", dict(zip(ids, (9, 9, 1), strict=False)), 2)
    yield "pareto/all", pareto("A quota of N: all are certain.", some, 20)
    yield "pareto/none", pareto("A quota of 0.", some, 0)
    yield "pareto/one", pareto("N = 1.", {ids[0]: 7}, 1)
    yield "pareto/large-weights", pareto("n times the sum of the weights just below 2^53.", large, 4)
    yield "pareto/unlike-weights", pareto("One weight a million times the others.", some | {ids[7]: 10**6}, 6)
    yield "pareto/texts", pareto("Ids beyond ASCII and beyond 16 bits.", odd, 3)
    for name, about, weights, quota in (
        ("weight-0", "A weight of 0.", some | {ids[0]: 0}, 5),
        ("above-rows", "A quota above N.", some, 21),
        ("too-large", "n times the sum of the weights at 2^53.", dict.fromkeys(ids[:2], 2**50), 4),
    ):
        told = {"about": about, "refused": True, "alg": "sha256", "key": KEY, "quota": quota}
        yield f"pareto/refused-{name}", {**told, "rows": [[*row] for row in weights.items()]}


def inclusion_cases() -> Iterator[Named]:
    """Yield the chances with which a draw by weights takes the units of each weight."""
    shares = {1: 4, 2: 3, 3: 2, 5: 1}
    for name, counts, quota in (
        ("n10-3", {1: 4, 2: 4, 5: 2}, 3),
        ("n20-2", {weight: 2 * units for weight, units in shares.items()}, 2),
        ("n100-5", {weight: 10 * units for weight, units in shares.items()}, 5),
        ("n100-20", {weight: 10 * units for weight, units in shares.items()}, 20),
        ("n1000-50", {weight: 100 * units for weight, units in shares.items()}, 50),
        ("n1000-50-one-heavy", {10: 400, 20: 300, 30: 200, 50: 99, 378: 1}, 50),
        ("n17-5-certain", {1: 8, 2: 6, 1000: 3}, 5),
        ("n30-9-equal", {7: 30}, 9),
    ):
        about = "Of each weight: weight, units, share aimed at, chance that a unit has. Compare within 10^-10."
        rows = [
            [weight, units, f"{share:.10f}", f"{one:.10f}"] for weight, units, share, one in inclusion(counts, quota)
        ]
        yield f"inclusion/{name}", {"about": about, "quota": quota, "weights": rows}


# Batches and rounds.


def batch_cases() -> Iterator[Named]:
    """Yield the drawn cut into batches."""
    made = draw("", POOL_ROWS, {"A": 4, "B": 2, "C": 1})["drawn"]
    assert isinstance(made, list)
    for name, number, lines in (
        ("even", 2, made[:6]),
        ("uneven", 3, made),
        ("one", 1, made),
        ("as-many-as-drawn", 7, made),
        ("more-than-drawn", 9, made),
        ("nothing-drawn", 3, []),
    ):
        order = plain.batches([(ticket, one) for _, ticket, one in lines], number)
        about = "In ticket order over all strata, as even as possible, the longer first; empty batches are left out."
        yield f"batches/{name}", {"about": about, "batches": number, "drawn": lines, "order": order}


def round_cases() -> Iterator[Named]:
    """Yield two supplementary rounds, each from what the draws before have left."""
    codes = plain.chain("sha256", "operator", "11" * 32, 4)
    before: list[str] = [one for _, _, one in lines_of(draw("", POOL_ROWS, {"A": 3, "B": 1, "C": 1}))]
    for k, quotas in {1: {"A": 2, "C": 1}, 2: {"A": 1, "B": 2}}.items():
        key = hashed("sha256", f"ssj1|obj|{hashed('sha256', codes[k + 1])}")[:32]
        left = [row for row in POOL_ROWS if row[0] not in before]
        found = drawn(left, quotas, {one: plain.ticket("sha256", key, one) for one, _ in left})
        about = f"Round {k}: another key, the rows that are left, the strata asked for and no others."
        told = {"about": about, "alg": "sha256", "key": key, "k": k, "rows": [list(row) for row in POOL_ROWS]}
        yield f"round/round-{k}", {**told, "before": before, "quotas": quotas, **found}
        before = before + [one for _, _, one in lines_of(found)]
    told = {"about": "More than are left.", "refused": True, "alg": "sha256", "key": KEY, "k": 3, "before": before}
    yield "round/refused-above-rows-left", {**told, "rows": [list(row) for row in POOL_ROWS], "quotas": {"C": 4}}


def lines_of(made: Case) -> list[list[str]]:
    """Return the lines of the drawn."""
    lines = made["drawn"]
    assert isinstance(lines, list)
    return lines


def large_case() -> Named:
    """Return a draw of 50,000 from a million."""
    units = ((plain.ticket("sha256", KEY, one), one) for one in (f"id{n:07}" for n in range(MILLION)))
    first = heapq.nsmallest(MANY, units)
    lines = "".join(f"{ticket}\t{one}\n" for ticket, one in first)
    about = (
        "Ids id0000000 to id0999999, one stratum. drawn_hash is H of the lines TICKET TAB ID, in order, LF after each."
    )
    told = {"about": about, "alg": "sha256", "key": KEY, "format": "id%07d", "rows": MILLION, "quota": MANY}
    return "large/a-million", {**told, "threshold": first[-1][0], "drawn_hash": hashed("sha256", lines)}
