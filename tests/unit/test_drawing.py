"""Drawing from frames, and the two tables that say what was drawn."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

import pytest

from shuangsuiji.errors import BrokenChainError, InvalidValueError, UnknownNameError
from shuangsuiji.lottery import (
    Algorithm,
    BeaconEvent,
    FrameDraw,
    FrameTerms,
    GivenTickets,
    KeyedTickets,
    Manifest,
    Reveal,
    TableFrame,
    beacon_value,
    compose_manifest,
    draw_frames,
    fix_quotas,
    open_commitment,
)
from shuangsuiji.lottery.forms import lines_digest, table_bytes
from shuangsuiji.lottery.samples import drawn_bytes, thresholds_bytes
from tests.unit.builders import AGENCY, BEACONS, COMMITTED_AT, bundle, frame_of, terms_of

OPERATOR_END = "f60744e765beb828018e54ce14019b14d9ed0b07f420349635d6e71813193e76"
SUPERVISOR_END = "3047d2047325141d30be9a39a3a499b53c8c1911ac4823034d25550bdc0a2344"
OPERATOR_CODE = "f105ad9c6fb5490e2c699150ea7fa392ee394a1698a141b26566b77a22728516"
SUPERVISOR_CODE = "54ca4391d6fd570ca8c676699aeaaf82463105c2a85145e27b569055eebe1e33"
FRAME = frame_of({"a": "S", "b": "S", "c": "T", "d": "T", "e": "T"})
TICKETS = GivenTickets({id_: f"{number:02x}" * 32 for number, id_ in enumerate("ebdca")})


def manifest_of(*terms: FrameTerms) -> Manifest:
    return compose_manifest(
        agency=AGENCY,
        plan="2025",
        task="2025-07",
        beacons=BEACONS,
        committed_at=COMMITTED_AT,
        frames=terms,
        mode="open",
    )


def drawn_of(*terms: FrameTerms, frames: Mapping[str, TableFrame] | None = None) -> tuple[FrameDraw, ...]:
    return draw_frames(manifest_of(*terms), frames or {one.name: FRAME for one in terms}, TICKETS)


def test_the_single_example_comes_out_byte_for_byte_from_typed_input() -> None:
    """Nothing is read from the example but the rows of its frame; all else is typed here."""
    files = bundle("ssj1-single")
    rows = [line.split("\t") for line in files["frame.labels.tsv"].decode().splitlines()]
    frame = TableFrame.from_rows([(id_, stratum, region) for id_, stratum, region, _ in rows[::-1]])
    excluded = table_bytes([("91320481MA000901XX", "结果互认"), ("91320481MA00090016", "近期已检")])
    ratios = {"C": Fraction(1, 5), "A": Fraction(1, 20), "B": Fraction(1, 10)}
    terms = FrameTerms(
        name="labels",
        rows=frame.rows,
        digest=frame.digest(Algorithm.SHA256),
        ratios=ratios,
        quotas=fix_quotas(frame.counts(), ratios),
        cap=Fraction(1, 10),
        used=0,
        excluded_rows=2,
        excluded_digest=lines_digest(Algorithm.SHA256, excluded),
    )
    manifest = compose_manifest(
        agency="320481-SCJG",
        plan="2025",
        task="2025-08",
        mode="open",
        serial=2,
        prev="acee99097b134d22dcbef8d574598b5068dfe45110652ea97b43c3af09f22aa5",
        committed_at=datetime.fromisoformat("2025-05-11T09:00:00+08:00"),
        beacons=[
            BeaconEvent(source="KL8", edition="2025122", at=datetime.fromisoformat("2025-05-12T21:30:00+08:00")),
            BeaconEvent(
                source="SZSE399001", edition="20250512", at=datetime.fromisoformat("2025-05-12T15:00:00+08:00")
            ),
        ],
        frames=[terms],
    )
    balls = beacon_value("KL8", "80 75 70 66 61 58 52 49 45 40 36 31 28 22 20 17 13 09 04 01")
    reveal = Reveal(beacon=f"KL8/2025122/{balls};SZSE399001/20250512/{beacon_value('SZSE399001', '10,126.83')}")
    seed = open_commitment(manifest, reveal)
    draws = draw_frames(manifest, {"labels": frame}, KeyedTickets(Algorithm.SHA256, seed.key))
    assert files == {
        "manifest.txt": manifest.to_bytes(),
        "frame.labels.tsv": frame.to_bytes(),
        "excluded.labels.tsv": excluded,
        "reveal.txt": reveal.to_bytes(seed),
        "drawn.tsv": drawn_bytes(draws),
        "thresholds.tsv": thresholds_bytes(draws),
    }


def joint_terms(files: Mapping[str, bytes], name: str, ratios: tuple[str, str, str], **changes: object) -> FrameTerms:
    """Return the terms of one frame of the joint example; nothing is read of it but the rows."""
    frame = frame_in(files, name)
    exact = dict(zip("ABC", map(Fraction, ratios), strict=True))
    rounding = str(changes.get("rounding", "floor"))
    given = {"name": name, "ratios": exact, "quotas": fix_quotas(frame.counts(), exact, rounding), **changes}
    return terms_of(frame, **given)


def frame_in(files: Mapping[str, bytes], name: str) -> TableFrame:
    rows = [line.split("\t") for line in files[f"frame.{name}.tsv"].decode().splitlines()]
    return TableFrame.from_rows([(id_, stratum, region) for id_, stratum, region, _ in rows[::-1]])


def test_the_joint_example_comes_out_byte_for_byte_but_for_the_matching() -> None:
    """Two frames on shared tickets, sealed by two parties; only what the matching commits is read from the example."""
    files = bundle("ssj1-joint")
    labels = joint_terms(files, "labels", ("1/20", "1/10", "1/5"), caps=dict.fromkeys("ABC", Fraction(1, 5)))
    food = joint_terms(files, "food", ("1/10", "3/10", "1"), rounding="ceil")
    drawing = compose_manifest(
        agency="320481-SCJG",
        plan="2025",
        task="2025-07",
        beacons=BEACONS,
        committed_at=datetime.fromisoformat("2025-05-11T09:00:00+08:00"),
        frames=[labels, food],
        chains={"supervisor": SUPERVISOR_END, "operator": OPERATOR_END},
        reveal_by=date(2025, 7, 31),
    )
    matching = {
        key: value
        for key, value in Manifest.from_bytes(files["manifest.txt"]).entries.items()
        if key.startswith(("absent.", "inspectors.", "matching.", "recusals.", "team."))
    }
    manifest = Manifest({**drawing.entries, **matching})
    typed = {"SZSE399001": "10,126.83", "KL8": "80 75 70 66 61 58 52 49 45 40 36 31 28 22 20 17 13 09 04 01"}
    codes = {"operator": OPERATOR_CODE, "supervisor": SUPERVISOR_CODE}
    reveal = Reveal.of(manifest, typed, codes)
    seed = open_commitment(manifest, reveal)
    frames = {name: frame_in(files, name) for name in ("food", "labels")}
    draws = draw_frames(manifest, frames, KeyedTickets(Algorithm.SHA256, seed.key))
    made = {
        "manifest.txt": manifest.to_bytes(),
        **{f"frame.{name}.tsv": frame.to_bytes() for name, frame in frames.items()},
        **{f"excluded.{name}.tsv": b"" for name in frames},
        "reveal.txt": reveal.to_bytes(seed),
        "drawn.tsv": drawn_bytes(draws),
        "thresholds.tsv": thresholds_bytes(draws),
    }
    people = {"inspectors.tsv", "recusals.tsv", "absent.tsv", "assignments.tsv"}
    assert made == {name: content for name, content in files.items() if name not in people}


def test_quotas_are_fixed_for_every_ratio_also_where_no_row_is() -> None:
    ratios = {"S": Fraction(1, 2), "T": Fraction(1, 2), "U": Fraction(1)}
    assert fix_quotas(FRAME.counts(), ratios) == {"S": 1, "T": 1, "U": 0}
    assert fix_quotas(FRAME.counts(), ratios, "ceil") == {"S": 1, "T": 2, "U": 0}
    assert fix_quotas(FRAME.counts(), ratios, "ceil", {"T": Fraction(1, 3)}) == {"S": 1, "T": 1, "U": 0}


def test_each_stratum_is_drawn_by_its_own_quota() -> None:
    (draw,) = drawn_of(terms_of(FRAME))
    assert draw.name == "labels"
    assert draw.ids == ("b", "e")
    assert draw.stratum("T").drawn == (("00" * 32, "e"),)


def test_items_of_one_draw_share_tickets_and_are_each_drawn_as_if_alone() -> None:
    small = frame_of({"a": "X", "b": "X", "e": "X"})
    frames = {"labels": FRAME, "food": small}
    both = drawn_of(terms_of(FRAME), terms_of(small, name="food"), frames=frames)
    assert [draw.name for draw in both] == ["food", "labels"]
    assert both[1] == drawn_of(terms_of(FRAME))[0]
    assert both[0].ids == ("e",)


def test_the_drawn_stand_in_order_of_rank() -> None:
    (draw,) = drawn_of(terms_of(FRAME, quotas={"S": 2, "T": 3}, ratios={"S": Fraction(1), "T": Fraction(1)}))
    lines = drawn_bytes([draw]).decode().splitlines()
    assert [line.split("\t")[3] for line in lines] == ["b", "a", "e", "d", "c"]
    assert lines == sorted(lines)


def test_a_quota_of_nought_has_a_dash_for_a_threshold() -> None:
    none = drawn_of(terms_of(FRAME, quotas={"S": 0, "T": 0}, ratios={"S": Fraction(0), "T": Fraction(0)}))
    assert thresholds_bytes(none) == b"labels\tS\t2\t0\t-\nlabels\tT\t3\t0\t-\n"
    assert drawn_bytes(none) == b""


def test_a_frame_that_is_not_the_committed_one_is_refused() -> None:
    other = frame_of({"a": "S", "b": "S", "c": "T", "d": "T", "f": "T"})
    with pytest.raises(BrokenChainError, match="抽样框与锁定单不符"):
        drawn_of(terms_of(FRAME), frames={"labels": other})


def test_a_draw_by_weight_needs_weights() -> None:
    with pytest.raises(InvalidValueError, match="权重应为正整数"):
        drawn_of(terms_of(FRAME, design="pareto"))


def test_rounding_by_chance_needs_the_seed() -> None:
    with pytest.raises(InvalidValueError, match="随机进位须有种子"):
        drawn_of(terms_of(FRAME, rounding="chance", quotas={"S": 1, "T": 1}))


def test_the_seed_decides_whether_one_more_is_drawn() -> None:
    terms = terms_of(FRAME, rounding="chance", quotas={"S": 1, "T": 1})
    asked: list[str] = []

    def scalar(label: str) -> Fraction:
        asked.append(label)
        return Fraction(0)

    (more,) = draw_frames(manifest_of(terms), {"labels": FRAME}, TICKETS, scalar)
    assert more.quotas == {"S": 1, "T": 2}
    assert asked == ["round.labels.S", "round.labels.T"]
    (fewer,) = draw_frames(manifest_of(terms), {"labels": FRAME}, TICKETS, lambda _: Fraction(1, 2))
    assert fewer.quotas == {"S": 1, "T": 1}


def test_relabelling_a_row_does_not_roll_it_again() -> None:
    moved = frame_of({"a": "S", "b": "T", "c": "T", "d": "T", "e": "T"})
    tickets = {
        id_: ticket
        for draw in drawn_of(terms_of(moved), frames={"labels": moved})
        for one in draw.strata
        for ticket, id_ in one.drawn
    }
    assert tickets == {"e": "00" * 32, "b": "01" * 32}


def test_an_unknown_stratum_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="S、T"):
        drawn_of(terms_of(FRAME))[0].stratum("U")


def test_a_frame_that_is_not_handed_in_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="'labels'"):
        drawn_of(terms_of(FRAME), frames={"other": FRAME})
