"""The package agrees with every vector; tamperings have a file of tests of their own."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shuangsuiji.errors import BrokenChainError, InvalidIdentifierError, InvalidValueError
from shuangsuiji.lottery import (
    Algorithm,
    BeaconEvent,
    CheckStatus,
    FrameDraw,
    FrameTerms,
    GivenTickets,
    KeyedTickets,
    Manifest,
    Reveal,
    Seed,
    StratumDraw,
    Supplement,
    TableFrame,
    batch_order,
    beacon_bits,
    beacon_value,
    chain,
    inclusion_probabilities,
    quota,
    verify_files,
)
from shuangsuiji.lottery.beacons import SOURCES, beacon_edition
from shuangsuiji.lottery.digest import hash_bytes, hash_message
from shuangsuiji.lottery.drand import QUICKNET_CHAIN, QUICKNET_KEY, randomness, time_of, verify_round
from shuangsuiji.lottery.forms import lines_digest, parse_table, table_bytes
from shuangsuiji.lottery.merkle import (
    AbsenceProof,
    InclusionProof,
    check_absence,
    check_inclusion,
    merkle_root,
    prove_absence,
    prove_inclusion,
)
from shuangsuiji.lottery.pareto import certain_weights, pareto_draw, ranking_value
from shuangsuiji.lottery.quotas import by_chance
from shuangsuiji.lottery.rounds import round_draw
from shuangsuiji.lottery.samples import drawn_bytes, thresholds_bytes
from shuangsuiji.lottery.seeds import Round, seed_of
from shuangsuiji.values import IdForm, check_field, check_name, identifier

HERE = Path(__file__).parent
CASES = HERE / "cases"
FILES = sorted(path for path in CASES.rglob("*.json") if path.parent.name != "tampering")
NOT_OURS = {"rfc3797", "rivest2011", "vrs"}  # peers' algorithms, which check_vectors.mjs recomputes
FORMS = {"uscc": IdForm.USCC, "reg15": IdForm.REG15, "text": IdForm.TEXT}

Case = dict[str, Any]


def read(path: Path) -> Case:
    """Return a vector."""
    case: Case = json.loads(path.read_text(encoding="utf-8"))
    return case


def check_hash(case: Case) -> None:
    assert hash_bytes(Algorithm(case["alg"]), case["text"].encode()) == case["hash"]


def check_chain(case: Case) -> None:
    codes = chain(Algorithm(case["alg"]), case["party"], case["secret"], len(case["codes"]) - 1)
    assert list(codes) == case["codes"]


def check_commit(case: Case) -> None:
    alg, sheet = Algorithm(case["alg"]), case["text"].encode()
    if "quota.labels.A=" in case["text"] and "chain." not in case["text"]:
        request = Supplement.from_bytes(sheet, 1)
        assert (request.digest(alg), request.to_bytes()) == (case["commit"], sheet)
    else:
        manifest = Manifest.from_bytes(sheet)
        assert manifest.to_bytes() == sheet
        assert hash_bytes(alg, sheet) == case["commit"]
        assert alg is not manifest.alg or manifest.commit == case["commit"]


def check_seed(case: Case) -> None:
    alg, codes = Algorithm(case["alg"]), case["codes"]
    manifest = cast("Manifest", SimpleNamespace(alg=alg, commit=case["commit"], chains=dict.fromkeys(codes, "")))
    supplement = "-" if case["request"] is None else hash_bytes(alg, case["request"].encode())
    one = Round(manifest=manifest, k=case["k"], supplement=supplement)
    seed = seed_of(one, Reveal(beacon=case["beacon"], codes=codes, k=case["k"]))
    assert supplement == case["supplement"]
    assert (seed.text, seed.key, seed.matching_key) == (case["seed"], case["key"], case["mkey"])
    assert hash_message(alg, case["message"]) == case["seed"]


def check_ticket(case: Case) -> None:
    tickets = KeyedTickets(Algorithm(case["alg"]), case["key"])
    assert tickets.ticket(case["id"]) == tickets.digests([case["id"]])[0].hex() == case["ticket"]
    assert hash_message(tickets.alg, case["message"]) == case["ticket"]


def check_scalar(case: Case) -> None:
    seed = Seed(alg=Algorithm(case["alg"]), text=case["seed"])
    assert seed.scalar(case["label"]) == Fraction(int(case["hash"], 16), 2**256)
    assert hash_message(seed.alg, case["message"]) == case["hash"]


def check_table(case: Case) -> None:
    alg, table = Algorithm(case["alg"]), case.get("text", "").encode()
    if "format" in case:
        table = "".join(case["format"] % number for number in range(case["rows"])).encode()
    else:
        frame = TableFrame.from_table(parse_table(table, "frame.F.tsv", 4))
        assert (frame.rows, frame.to_bytes()) == (case["rows"], table)
        assert frame.rows == 0 or frame.digest(alg) == case["hash"]
    assert lines_digest(alg, table) == case["hash"]


def check_order(case: Case) -> None:
    lines = "".join(f"{one}\n" for one in case["sorted"])
    assert table_bytes([one] for one in case["unsorted"]) == lines.encode()
    assert [row[0] for row in parse_table(lines.encode(), "table.tsv", 1)] == case["sorted"]


def check_merkle(case: Case) -> None:
    alg = Algorithm(case["alg"])
    if "lines" in case:
        assert merkle_root(alg, [line.encode() for line in case["lines"]]) == case["root"]
    else:
        leaves = [bytes.fromhex(leaf) for leaf in case["leaves"]]
        assert [merkle_root(alg, leaves[:size]) for size in range(len(leaves) + 1)] == case["roots"]


def shown(case: Case, size: int) -> InclusionProof | None:
    """Return the proof of a row."""
    return InclusionProof(size=size, **case) if case else None


def proved(case: Case) -> None:
    """Check a proof as a stranger would who has the root and the number of rows."""
    alg, size = Algorithm(case["alg"]), case["size"]
    if "inclusion" in case:
        check_inclusion(alg, InclusionProof(size=size, **case["inclusion"]), case["root"], size)
    else:
        left, right = shown(case["left"], size), shown(case["right"], size)
        check_absence(alg, AbsenceProof(id=case["absent"], left=left, right=right), case["root"], size)


def check_proof(case: Case) -> None:
    if not case["accepted"]:
        with pytest.raises((InvalidValueError, BrokenChainError)):
            proved(case)
        return
    proved(case)
    alg, frame = Algorithm(case["alg"]), TableFrame.from_table([line.split("\t") for line in case["lines"]])
    if "inclusion" in case:
        id_ = case["inclusion"]["line"].split("\t")[0]
        assert prove_inclusion(alg, frame, id_) == shown(case["inclusion"], case["size"])
    else:
        proof = prove_absence(alg, frame, case["absent"])
        assert (proof.left, proof.right) == tuple(shown(case[side], case["size"]) for side in ("left", "right"))


def check_quota(case: Case) -> None:
    rows, ratio = int(case["rows"]), Fraction(case["ratio"])
    cap = None if case["cap"] is None else Fraction(case["cap"])
    assert quota(rows, ratio, case["rounding"], cap) == int(case["promised"])
    if case["scalar"] is None:
        assert case["quota"] == case["promised"]
    else:
        assert by_chance(rows, ratio, Fraction(int(case["scalar"], 16), 2**256), cap) == int(case["quota"])


def tickets_of(case: Case) -> KeyedTickets | GivenTickets:
    """Return the tickets of a draw."""
    return GivenTickets(case["tickets"]) if "tickets" in case else KeyedTickets(Algorithm(case["alg"]), case["key"])


def check_lines(case: Case, drawn: FrameDraw) -> None:
    """Compare a draw with the lines of drawn.tsv and thresholds.tsv, which begin with the name of the frame."""
    assert drawn_bytes([drawn]) == table_bytes([drawn.name, *row] for row in case["drawn"])
    assert thresholds_bytes([drawn]) == table_bytes([drawn.name, *map(str, row)] for row in case["thresholds"])


def check_draw(case: Case) -> None:
    frame = TableFrame.from_rows(case["rows"])
    if case.get("refused"):
        with pytest.raises(InvalidValueError):
            frame.draw(tickets_of(case), case["quotas"])
    else:
        check_lines(case, FrameDraw(name="F", strata=frame.draw(tickets_of(case), case["quotas"])))


def check_round(case: Case) -> None:
    left = TableFrame.from_rows(case["rows"]).without(case["before"])
    terms = FrameTerms(
        name="F", rows=0, digest="0" * 64, ratios={}, quotas={}, excluded_rows=0, excluded_digest="0" * 64
    )
    if case.get("refused"):
        with pytest.raises(InvalidValueError):
            round_draw(terms, left, case["quotas"], tickets_of(case))
    else:
        check_lines(case, round_draw(terms, left, case["quotas"], tickets_of(case)))


def check_pareto(case: Case) -> None:
    ids, weights = [row[0] for row in case["rows"]], [row[1] for row in case["rows"]]
    tickets = tickets_of(case).digests(ids)
    if case.get("refused"):
        with pytest.raises(InvalidValueError):
            pareto_draw(ids, weights, tickets, case["quota"])
        return
    found = pareto_draw(ids, weights, tickets, case["quota"])
    certain = certain_weights(Counter(weights), case["quota"])
    assert [list(one) for one in found.drawn] == case["drawn"]
    assert (sorted(found.certain), found.threshold or "-") == (case["certain"], case["threshold"])
    for ticket, weight, (hex_digits, _, share, value) in zip(tickets, weights, case["units"], strict=True):
        assert ticket.hex() == hex_digits
        if share is not None:
            assert (certain.left * weight / certain.total).hex() == share
            assert ranking_value(hex_digits, weight, certain.left, certain.total).hex() == value
        else:
            assert certain.holds(weight) or not certain.left


def check_inclusion_chances(case: Case) -> None:
    found = inclusion_probabilities({row[0]: row[1] for row in case["weights"]}, case["quota"])
    for one, (weight, units, share, chance) in zip(found, case["weights"], strict=True):
        assert (one.weight, one.units) == (weight, units)
        assert one.target == pytest.approx(float(share), abs=1e-10)
        assert one.probability == pytest.approx(float(chance), abs=1e-10)


def check_batches(case: Case) -> None:
    strata = {stratum: [] for stratum, _, _ in case["drawn"]}  # type: dict[str, list[tuple[str, str]]]
    for stratum, ticket, id_ in case["drawn"]:
        strata[stratum].append((ticket, id_))
    draws = [StratumDraw(stratum=one, rows=99, quota=len(found), drawn=tuple(found)) for one, found in strata.items()]
    order = batch_order(FrameDraw(name="F", strata=tuple(draws)), case["batches"])
    assert [list(ids) for ids in order] == case["order"]


def check_large(case: Case) -> None:
    frame = TableFrame.from_rows((case["format"] % number, "A") for number in range(case["rows"]))
    (drawn,) = frame.draw(tickets_of(case), {"A": case["quota"]})
    lines = "".join(f"{ticket}\t{id_}\n" for ticket, id_ in drawn.drawn)
    assert (drawn.threshold, hash_bytes(Algorithm.SHA256, lines.encode())) == (case["threshold"], case["drawn_hash"])


def check_text(case: Case) -> None:
    check = check_field if case["kind"] == "field" else check_name
    if case["accepted"]:
        assert check(case["given"], "vector") == case["given"]
    else:
        with pytest.raises(InvalidValueError):
            check(case["given"], "vector")


def check_id(case: Case) -> None:
    entity = case["form"] != "text"
    if case["accepted"]:
        found = identifier(case["given"], entity=entity)
        assert (found.text, found.form, bool(found.doubts)) == (case["canonical"], FORMS[case["form"]], case["warning"])
    else:
        with pytest.raises(InvalidIdentifierError):
            identifier(case["given"], entity=entity)


def check_beacon(case: Case) -> None:
    source = case["source"]
    assert SOURCES[source].title == case["title"]
    for given, canonical in case["values"]:
        assert beacon_value(source, given) == canonical == beacon_value(source, canonical)
    for given, edition in case["editions"]:
        assert beacon_edition(source, given) == edition
        assert BeaconEvent(source=source, edition=edition, at=time_of(1)).edition == edition
    for given in case["refused"]:
        with pytest.raises(InvalidValueError):
            beacon_value(source, given)
    for given in case["refused_editions"]:
        with pytest.raises(InvalidValueError):
            beacon_edition(source, given)
    assert [f"{beacon_bits(source, value):.1f}" for value, _ in case["bits"]] == [bits for _, bits in case["bits"]]


def check_drand(case: Case) -> None:
    pytest.importorskip("py_arkworks_bls12381")
    assert (case["chain"], case["public_key"]) == (QUICKNET_CHAIN, QUICKNET_KEY)
    assert verify_round(case["round"], case["signature"]) == case["accepted"]
    assert randomness(case["signature"]) == case["value"]
    assert time_of(case["round"]).timestamp() == case["unix_time"]


def check_bundle(case: Case) -> None:
    files = {path.name: path.read_bytes() for path in (HERE / case["bundle"]).iterdir()}
    verdict = verify_files(files)
    unchecked = {check.code for check in verdict.of(CheckStatus.UNCHECKED)}
    assert (verdict.accepted, verdict.commit) == (True, case["commit"])
    assert unchecked == set(case["unchecked"]["package"])
    for one in case["rounds"]:
        dot = f".{one['k']}" if one["k"] else ""
        told = dict(line.split("=", 1) for line in files[f"reveal{dot}.txt"].decode().splitlines()[1:])
        assert {key: told[key] for key in ("seed", "key", "mkey")} == {key: one[key] for key in ("seed", "key", "mkey")}


CHECKS: dict[str, Callable[[Case], None]] = {
    "batches": check_batches,
    "beacon": check_beacon,
    "bundle": check_bundle,
    "chain": check_chain,
    "commit": check_commit,
    "drand": check_drand,
    "draw": check_draw,
    "field": check_text,
    "hash": check_hash,
    "id": check_id,
    "inclusion": check_inclusion_chances,
    "large": check_large,
    "merkle": check_merkle,
    "name": check_text,
    "order": check_order,
    "pareto": check_pareto,
    "proof": check_proof,
    "quota": check_quota,
    "round": check_round,
    "scalar": check_scalar,
    "seed": check_seed,
    "table": check_table,
    "ticket": check_ticket,
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CASES).with_suffix("").as_posix())
def test_the_package_agrees_with_every_vector(path: Path) -> None:
    case = read(path)
    assert case["kind"] == path.parent.name
    if case.get("alg") == "sm3" and "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    if case["kind"] not in NOT_OURS:
        CHECKS[case["kind"]](case)


def test_every_kind_of_vector_is_checked() -> None:
    assert {path.parent.name for path in FILES} == CHECKS.keys() | NOT_OURS
