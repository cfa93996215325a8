"""What an agency has committed and drawn before."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.draws import PastDraw, commit_supplement
from shuangsuiji.draws.framing import Scope, frame_for
from shuangsuiji.draws.history import next_link, used_by
from shuangsuiji.errors import BrokenChainError
from shuangsuiji.lottery import ZERO_DIGEST, Manifest
from shuangsuiji.registry import ObjectPool
from tests.unit.builders import AGENCY, COMMITTED_AT, committed, design, drawn, enterprise, pool_of, product, task, uscc

BASE = committed(task(design("5%"), design("50%", "lifts"))).manifest
IDS = tuple(f"P{number:02d}" for number in range(60))


POOL = pool_of([product(id_, region="ab"[number % 2]) for number, id_ in enumerate(IDS)])


def scope(*regions: str, pool: ObjectPool = POOL) -> Scope:
    """Return what a task concerns that is stratified by region, and that may be kept to some regions."""
    one = task(strata=("region",), regions=regions)
    return frame_for(one, one.designs[0], pool, {})


def manifest(serial: int, prev: str, **changes: str) -> Manifest:
    at = (COMMITTED_AT + timedelta(minutes=serial)).isoformat()
    return Manifest({**BASE.entries, "serial": str(serial), "prev": prev, "committed.at": at, **changes})


def record(one: Manifest, **drawn_ids: Iterable[int]) -> PastDraw:
    ids = {code: frozenset(IDS[number] for number in numbers) for code, numbers in drawn_ids.items()}
    return PastDraw(manifest=one, drawn=ids)


FIRST = manifest(1, ZERO_DIGEST)
SECOND = manifest(2, FIRST.commit)
THIRD = manifest(3, SECOND.commit)


def test_the_first_commitment_follows_sixty_four_zeros() -> None:
    assert next_link([], AGENCY) == (1, ZERO_DIGEST)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
def test_the_next_commitment_follows_the_last_in_whatever_order_they_come(order: tuple[int, ...]) -> None:
    records = [record(one) for one in (FIRST, SECOND, THIRD)]
    assert next_link([records[position] for position in order], AGENCY) == (4, THIRD.commit)


@pytest.mark.parametrize(
    ("manifests", "link"),
    [
        ((SECOND,), "serial"),
        ((FIRST, THIRD), "serial"),
        ((FIRST, FIRST), "serial"),
        ((FIRST, SECOND, manifest(2, FIRST.commit, task="again")), "serial"),
        ((FIRST, manifest(2, SECOND.commit)), "prev"),
        ((manifest(1, ZERO_DIGEST, task="another"), SECOND), "prev"),
        ((manifest(1, ZERO_DIGEST, agency="320481-WJW"),), "agency"),
        ((FIRST, manifest(2, FIRST.commit, **{"committed.at": COMMITTED_AT.isoformat()})), "committed.at"),
    ],
    ids=["no first", "gap", "twice", "second try", "wrong prev", "changed before", "agency", "earlier"],
)
def test_a_gap_or_a_fork_is_refused(manifests: tuple[Manifest, ...], link: str) -> None:
    with pytest.raises(BrokenChainError) as caught:
        next_link(map(record, manifests), AGENCY)
    assert caught.value.params["link"] == link


def test_what_was_drawn_is_used_object_by_object() -> None:
    records = [record(FIRST, labels=[0, 1, 2]), record(SECOND, labels=[2, 3, 5])]
    used = used_by(records, "labels", 2025, scope())
    assert (used.total, used.by_stratum) == (5, {"a": 2, "b": 3})


def test_what_a_task_does_not_concern_is_not_used() -> None:
    records = [record(FIRST, labels=[0, 1, 2]), record(SECOND, labels=[2, 3, 5])]
    used = used_by(records, "labels", 2025, scope("a"))
    assert (used.total, used.by_stratum) == (2, {"a": 2})


def test_what_has_left_the_pool_is_used_all_the_same() -> None:
    smaller = POOL.revise(on=date(2025, 5, 1), drop=IDS[:2], reasons="注销")
    used = used_by([record(FIRST, labels=[0, 1, 2])], "labels", 2025, scope(pool=smaller))
    assert (used.total, used.by_stratum) == (3, {"a": 1})


def test_what_is_committed_and_not_drawn_is_reserved_by_its_quotas() -> None:
    whole = scope()
    assert record(SECOND).reserved("labels", whole) == {"全部": 3}
    assert record(SECOND).reserved("lifts", whole) == {"全部": 30}
    used = used_by([record(FIRST, labels=[0, 1, 2]), record(SECOND)], "labels", 2025, scope())
    assert (used.total, used.by_stratum) == (3 + 3, {"a": 2, "b": 1, "全部": 3})


def test_an_item_that_a_commitment_does_not_name_is_neither_drawn_nor_reserved() -> None:
    assert record(FIRST).reserved("food", scope()) == {}
    assert used_by([record(FIRST, labels=[0, 1, 2])], "food", 2025, scope()).total == 0


def test_only_the_draws_of_the_year_count() -> None:
    last = manifest(1, ZERO_DIGEST, **{"rules.year": "2024"})
    records = [record(last, labels=[0, 1, 2]), record(manifest(2, last.commit))]
    assert [used_by(records, "labels", year, scope()).total for year in (2023, 2024, 2025)] == [0, 3, 3]
    assert record(last).year == 2024


@pytest.mark.parametrize("stated", [None, "unknown", "25"])
def test_a_manifest_that_states_no_year_is_of_the_year_it_was_made_in(stated: str | None) -> None:
    entries = {key: value for key, value in FIRST.entries.items() if key != "rules.year"}
    one = Manifest(entries if stated is None else {**entries, "rules.year": stated})
    assert record(one).year == 2025
    new_year = {**entries, "committed.at": "2024-12-31T16:00:00+00:00"}
    assert record(Manifest(new_year)).year == 2025


def test_a_record_is_made_of_a_draw_or_of_a_commitment() -> None:
    made = drawn()
    assert PastDraw.of(made).drawn == {"labels": frozenset(made.objects)}
    assert PastDraw.of(made.commitment).drawn == {}
    assert PastDraw.of(made).manifest == PastDraw.of(made.commitment).manifest == made.commitment.manifest
    assert PastDraw.of(PastDraw.of(made)) == PastDraw.of(made)


def test_no_history_uses_nothing() -> None:
    assert used_by([], "labels", 2025, scope()).total == 0


@pytest.mark.parametrize("ids", [(), IDS[:1], (*IDS, "x")], ids=len)
def test_a_record_of_fewer_objects_than_the_quota_or_more_than_all_is_refused(ids: Iterable[str]) -> None:
    with pytest.raises(BrokenChainError, match="锁定的名额与总数之间"):
        PastDraw(manifest=FIRST, drawn={"labels": frozenset(ids)})


def test_a_draw_whose_seed_never_came_uses_nothing_and_stays_in_the_chain() -> None:
    failed = PastDraw(manifest=FIRST, drawn={}, failed=True)
    assert failed.reserved("labels", scope()) == {}
    assert used_by([failed], "labels", 2025, scope()).total == 0
    assert next_link([failed], AGENCY) == (2, FIRST.commit)


def test_a_draw_that_drew_has_not_failed() -> None:
    with pytest.raises(BrokenChainError):
        PastDraw(manifest=FIRST, drawn={"labels": frozenset(IDS[:3])}, failed=True)


def test_a_commitment_is_open_until_it_is_drawn_or_has_failed() -> None:
    commitment = committed()
    assert PastDraw.of(commitment).is_open
    assert not PastDraw.of(drawn(commitment)).is_open
    assert not PastDraw(manifest=commitment.manifest, drawn={}, failed=True).is_open


def test_a_record_of_one_of_two_items_is_open() -> None:
    assert record(FIRST, labels=[0, 1, 2]).is_open
    assert not record(FIRST, labels=[0, 1, 2], lifts=range(30)).is_open


def test_a_supplementary_round_that_is_asked_for_makes_a_draw_open_again() -> None:
    made = drawn(committed(task(design("5%", "lifts"))))
    at = COMMITTED_AT + timedelta(days=30)
    asked = commit_supplement(made, committed_at=at, extended={"lifts": {"全部": 1}})
    assert not PastDraw.of(made).is_open
    assert PastDraw.of(asked).is_open
    assert PastDraw.of(asked).drawn == PastDraw.of(made).drawn


WARES = pool_of([*(product(f"P{number}", holder=uscc(number % 3)) for number in range(10)), enterprise(9)])


def test_whoever_stands_behind_the_drawn_goes_with_them() -> None:
    made = drawn(committed(task(design("50%", "lifts")), WARES))
    holders = PastDraw.of(made).holders
    assert set(holders) == set(made.objects) - {uscc(9)}
    assert all(holders[id_] == uscc(int(id_[1:]) % 3) for id_ in holders)


def test_whoever_stands_behind_all_that_may_yet_be_drawn_goes_with_an_open_one() -> None:
    commitment = committed(task(design("50%", "lifts")), WARES, excluded={"P0": "停业"})
    assert set(PastDraw.of(commitment).holders) == set(WARES.columns.ids) - {"P0", uscc(9)}
    at = COMMITTED_AT + timedelta(days=30)
    asked = commit_supplement(drawn(commitment), committed_at=at, extended={"lifts": {"全部": 1}})
    assert PastDraw.of(asked).holders == PastDraw.of(commitment).holders


def test_entities_have_nobody_behind_them() -> None:
    made = drawn()
    assert PastDraw.of(made).holders == PastDraw.of(made.commitment).holders == {}


def test_a_record_with_holders_goes_into_json_and_back() -> None:
    commitment = committed(task(design("50%", "lifts")), WARES)
    for one in (PastDraw.of(commitment), PastDraw.of(drawn(commitment))):
        assert one.holders
        assert from_json(to_json(one), PastDraw) == one
