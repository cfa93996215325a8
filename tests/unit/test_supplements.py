"""Supplementary rounds: asked for before their beacon, drawn from what is left, never twice the same."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

import pytest

from shuangsuiji.draws import PastDraw, SupplementCommitment, SupplementDraw, commit_supplement, draw, verify
from shuangsuiji.errors import BrokenChainError, InvalidFormError, InvalidValueError, RefusedRevealError, YearlyCapError
from shuangsuiji.lottery import BeaconEvent, Reveal, Supplement, TableFrame, compose_supplement
from shuangsuiji.terms import ReplacementReason
from shuangsuiji.values import FrozenMap
from tests.unit.builders import (
    BEACON,
    OPERATOR,
    SUPERVISOR,
    committed,
    design,
    drawn,
    enterprise,
    item,
    item_list,
    key_item,
    pool_of,
    task,
)

LATER = datetime.fromisoformat("2025-05-20T09:00:00+08:00")
EVENT = BeaconEvent(source="FC3D", edition="2025130", at=datetime.fromisoformat("2025-05-20T21:15:00+08:00"))
MAIN = drawn(committed(task(design("20%", "lifts"), design("5%"), strata=("region",)), pool_of(90)))
FIRST = next(iter(MAIN.objects))


def codes(k: int) -> dict[str, str]:
    return {"operator": OPERATOR[k + 1], "supervisor": SUPERVISOR[k + 1]}


def asked(**changes: object) -> SupplementCommitment:
    given = {"committed_at": LATER, "replaced": {FIRST: ReplacementReason.NOT_FOUND}, "beacons": [EVENT], **changes}
    return commit_supplement(MAIN, **given)  # type: ignore[arg-type]


def revealed(one: SupplementCommitment, typed: Mapping[str, str] = FrozenMap({"FC3D": "8 0 5"})) -> SupplementDraw:
    values = typed if one.supplement.beacons else {}
    return draw(one, Reveal.of_round(one.round, values, codes(one.supplement.k)))


def test_a_replaced_object_is_replaced_in_every_frame_for_which_it_was_drawn() -> None:
    for id_, items in MAIN.objects.items():
        one = asked(replaced={id_: "停业"}).supplement
        assert set(one.quotas) == set(items)
        assert all(sum(strata.values()) == 1 for strata in one.quotas.values())
        assert one.replaced == {id_: "停业"}


def test_nobody_is_drawn_twice_of_one_frame() -> None:
    record: SupplementDraw = revealed(asked(extended={"lifts": {"溧城": 5}}))
    for frame in record.frames:
        before = set(MAIN.taken.drawn[frame.name])
        assert before.isdisjoint(frame.ids)
        assert set(record.taken.drawn[frame.name]) == before | set(frame.ids)
    assert verify(record).exit_status == 0


def test_the_tickets_are_those_of_the_request_and_the_next_codes() -> None:
    record = revealed(asked())
    request = sha256(record.files["supplement.1.txt"]).hexdigest()
    beacon = "FC3D/2025130/805"
    message = f"ssj1|seed|{MAIN.commitment.commit}|1|{request}|{beacon}|{OPERATOR[2]}|{SUPERVISOR[2]}"
    assert record.seed.text == sha256(message.encode()).hexdigest()
    assert record.seed.key != MAIN.seed.key
    for frame in record.frames:
        for one in frame.strata:
            for ticket, id_ in one.drawn:
                assert ticket == sha256(f"{record.seed.key}|{id_}".encode()).hexdigest()


def test_a_request_without_events_takes_over_the_beacon_of_the_main_draw() -> None:
    record = revealed(asked(beacons=()))
    assert record.reveal.beacon == BEACON
    verdict = verify(record)
    assert (verdict.exit_status, verdict.level) == (0, 1)


def test_rounds_follow_one_another() -> None:
    first = revealed(asked())
    second = commit_supplement(
        first,
        committed_at=datetime.fromisoformat("2025-05-21T09:00:00+08:00"),
        replaced={next(iter(first.objects)): "注销"},
    )
    record = draw(second, Reveal.of_round(second.round, {}, codes(2)))
    assert record.k == 2
    assert {
        f"{kind}.{k}.{form}"
        for kind, form in (("supplement", "txt"), ("reveal", "txt"), ("drawn", "tsv"))
        for k in (1, 2)
    } <= set(record.files)
    assert verify(record).exit_status == 0
    assert verify(second).exit_status == 3


def test_the_codes_of_another_round_open_nothing() -> None:
    one = asked()
    for wrong in (0, 2):
        with pytest.raises(RefusedRevealError, match="chain"):
            draw(one, Reveal.of_round(one.round, {"FC3D": "805"}, codes(wrong)))
    with pytest.raises(RefusedRevealError, match=r"reveal\.1\.txt"):
        draw(one, Reveal(beacon="FC3D/2025130/805", codes=codes(1), k=2))


def test_another_beacon_than_the_main_draws_is_refused_where_the_request_names_none() -> None:
    with pytest.raises(RefusedRevealError, match="应与主抽取相同"):
        draw(asked(beacons=()), Reveal(beacon=BEACON.replace("10126.83", "10126.84"), codes=codes(1), k=1))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"replaced": {"91320481MA0000000X": "注销"}}, "只能替换已抽中的对象"),
        ({"replaced": {}, "extended": {"lifts": {"溧阳": 1}}}, "lifts/溧阳"),
        ({"replaced": {}, "extended": {"food": {"溧城": 1}}}, "food/溧城"),
        ({"replaced": {}, "extended": {"lifts": {"溧城": 25}}}, "25 > 24"),
        ({"replaced": {}, "extended": {"labels": {"溧城": 3}}}, "labels/溧城: 4 > 3"),
        ({"committed_at": datetime.fromisoformat("2025-05-11T09:00:00+08:00")}, "须晚于上一轮"),
        ({"committed_at": datetime.fromisoformat("2025-05-12T15:00:00+08:00")}, "须晚于上一轮"),
        ({"committed_at": datetime.fromisoformat("2025-05-20T21:15:00+08:00")}, "公共随机事件须晚于锁定时间"),
    ],
    ids=str,
)
def test_what_does_not_follow_from_the_draw_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(BrokenChainError, match=message):
        asked(**changes)


def test_an_object_is_replaced_once() -> None:
    first = revealed(asked())
    with pytest.raises(BrokenChainError, match="已替换过"):
        commit_supplement(
            first, committed_at=datetime.fromisoformat("2025-05-22T09:00:00+08:00"), replaced={FIRST: "注销"}
        )


def test_a_replaced_object_gives_its_place_under_the_cap_back() -> None:
    items = item_list(item(ratio_cap="5%"), key_item())
    main = drawn(committed(task(design("5%")), items=items))
    gone = next(iter(main.objects))
    with pytest.raises(BrokenChainError, match="4 > 3"):
        commit_supplement(main, committed_at=LATER, extended={"labels": {"全部": 1}})
    one = commit_supplement(main, committed_at=LATER, replaced={gone: "注销"})
    record = draw(one, Reveal.of_round(one.round, {}, codes(1)))
    assert verify(record).exit_status == 0
    assert PastDraw.of(record).taken("labels") == 4
    assert PastDraw.of(one).taken("labels") == 4


@pytest.mark.parametrize("number", [-1, True, 1.5])
def test_an_extension_is_a_whole_number(number: object) -> None:
    with pytest.raises(InvalidValueError, match="不小于 0 的整数"):
        asked(extended={"lifts": {"溧城": number}})


def test_a_request_for_nothing_is_refused() -> None:
    with pytest.raises(InvalidFormError, match="至少一个"):
        asked(replaced={})


def test_why_tells_of_an_object_that_was_drawn_before() -> None:
    record = revealed(asked())
    assert not record.why(FIRST).drawn
    assert "此前已抽中" in str(record.why(FIRST))
    new = next(iter(record.objects))
    answer = record.why(new)
    assert answer.drawn
    (one,) = [found for found in answer.frames if found.drawn]
    assert one.inclusion_probability == Fraction(one.quota, one.rows)


def test_a_request_is_read_back_from_its_bytes() -> None:
    one = asked().supplement
    assert Supplement.from_bytes(one.to_bytes(), 1) == one
    assert one.committed_at == LATER
    assert one.beacons == (EVENT,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quota.lifts.溧城": "0"}, "正整数"),
        ({"quota.lifts.溧城": "01"}, "正整数"),
        ({"quota.lifts. x": "1"}, "未知"),
        ({"agency": "x"}, "未知"),
        ({"replace.": "x"}, "未知"),
        ({"committed.at": "2025-05-20"}, "committed.at"),
        ({"beacon": "FC3D/2025130"}, "缺少键"),
        ({"beacon.at": "2025-05-20T21:15:00+08:00"}, "缺少键"),
        ({"beacon": "FC3D/x", "beacon.at": "2025-05-20T21:15:00+08:00"}, "期号"),
    ],
    ids=str,
)
def test_a_line_that_ssj_1_does_not_allow_is_refused(change: dict[str, str], message: str) -> None:
    entries = {"committed.at": "2025-05-20T09:00:00+08:00", "quota.lifts.溧城": "1", **change}
    with pytest.raises(InvalidFormError, match=message):
        Supplement(1, entries)


def test_the_agency_s_own_lines_are_committed_too() -> None:
    one = compose_supplement(1, quotas={"lifts": {"溧城": 1}}, replaced={}, committed_at=LATER)
    assert Supplement(1, {**one.entries, "x.note": "加急"}).digest(MAIN.commitment.manifest.alg) != one.digest(
        MAIN.commitment.manifest.alg
    )


def test_a_frame_without_the_drawn_keeps_all_else() -> None:
    frame = TableFrame.from_table([("a", "S", "r", "1"), ("b", "T", "r", "2"), ("c", "S", "q", "3")])
    assert frame.without({"b"}) == TableFrame.from_table([("a", "S", "r", "1"), ("c", "S", "q", "3")])


def test_a_round_and_the_draws_made_since_keep_the_cap_of_the_year_together() -> None:
    items = item_list(item(ratio_cap="1/2"), key_item())
    pool = pool_of(10)
    first = drawn(committed(task(design("20%")), pool, items=items))
    second = drawn(committed(task(design("30%")), pool, 1, items=items, earlier=[first]), 1)
    with pytest.raises(YearlyCapError, match=r"全年上限 ⌊1/2×10⌋ = 5") as caught:
        commit_supplement(first, committed_at=LATER, extended={"labels": {"全部": 3}}, earlier=[first, second])
    assert getattr(caught.value.params["clause"], "clause", None) == "2.2.12"
    gone = next(iter(first.objects))
    shared = len(set(first.objects) & set(second.objects))
    if gone not in second.objects and not shared:
        commit_supplement(first, committed_at=LATER, replaced={gone: "注销"}, earlier=[first, second])


def test_weights_that_a_round_cannot_draw_by_are_refused_before_the_seed() -> None:
    heavy = [enterprise(number, attributes={"风险分": str(2**50 if number else 1)}) for number in range(5)]
    one = design("1/5", "lifts", design="pareto", weight="风险分")
    record = drawn(committed(task(one), pool_of(heavy)))
    with pytest.raises(BrokenChainError, match="lifts/全部"):
        commit_supplement(record, committed_at=LATER, extended={"lifts": {"全部": 3}})
