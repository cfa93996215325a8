"""The draw: a commitment and its reveal, and all that follows from the two."""

import attrs
import pytest

from shuangsuiji.draws import Commitment, Draw, draw, verify
from shuangsuiji.errors import BrokenChainError, InvalidFormError, RefusedRevealError
from shuangsuiji.lottery import Manifest, Reveal
from shuangsuiji.lottery.seeds import reveal_of
from tests.unit.builders import bundle, committed, design, drawn, item, item_list, pool_of, reveal, task, uscc

BOTH = task(design("10%"), design("50%", "lifts"), strata=("region",))


@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_the_draw_of_a_worked_example_writes_its_files_again(name: str) -> None:
    files = bundle(name)
    record = draw(Commitment.from_files(files), reveal_of(files["reveal.txt"])[0])
    assert {file: files[file] for file in record.files} == record.files
    assert set(files) - set(record.files) <= {"absent.tsv", "assignments.tsv", "inspectors.tsv", "recusals.tsv"}


def test_a_draw_follows_from_commitment_and_reveal_alone() -> None:
    assert drawn().files == drawn().files
    assert drawn() == Draw(commitment=committed(), reveal=reveal())


def test_each_stratum_gives_its_quota() -> None:
    record = drawn(committed(BOTH))
    assert [(one.name, [part.quota for part in one.strata]) for one in record.frames] == [
        ("labels", [2, 2, 2]),
        ("lifts", [10, 10, 10]),
    ]


def test_items_on_shared_tickets_come_up_together_and_one_visit_serves_both() -> None:
    record = drawn(committed(BOTH))
    labels, lifts = (set(one.ids) for one in record.frames)
    assert labels <= lifts
    assert all(record.objects[id_] == ("labels", "lifts") for id_ in labels)
    assert all(record.objects[id_] == ("lifts",) for id_ in lifts - labels)
    assert list(record.objects) == sorted(record.objects)
    assert len(record.objects) == 30


def test_each_item_is_drawn_as_if_alone_for_the_same_key() -> None:
    record = drawn(committed(BOTH))
    labels = record.frames[0]
    tickets = {id_: ticket for part in record.frames[1].strata for ticket, id_ in part.drawn}
    assert all(tickets[id_] == ticket for part in labels.strata for ticket, id_ in part.drawn)


def test_another_beacon_value_draws_others() -> None:
    others = drawn(beacon=reveal().beacon.replace("10126.83", "10126.84"))
    assert others.seed != drawn().seed
    assert set(others.objects) != set(drawn().objects)


def test_excluded_objects_are_not_drawn() -> None:
    excluded = dict.fromkeys(map(uscc, range(50)), "近期已检")
    record = drawn(committed(task(design("100%", "lifts")), excluded=excluded))
    assert set(record.objects) == set(map(uscc, range(50, 60)))


@pytest.mark.parametrize("k", [1, 7])
def test_a_reveal_that_does_not_open_the_commitment_makes_no_draw(k: int) -> None:
    with pytest.raises(RefusedRevealError):
        draw(committed(), reveal(k=k))
    with pytest.raises(RefusedRevealError):
        Draw(commitment=committed(), reveal=reveal(codes={}))


def test_a_reveal_of_another_commitment_makes_no_draw() -> None:
    with pytest.raises(RefusedRevealError):
        draw(committed(None, None, 1), reveal())


def test_a_design_by_weight_over_a_frame_without_weights_is_no_commitment() -> None:
    one = committed()
    with pytest.raises(BrokenChainError, match="weights"):
        attrs.evolve(one, manifest=Manifest({**one.manifest.entries, "frame.labels.design": "pareto"}))


def test_a_draw_of_nothing_has_empty_tables() -> None:
    record = drawn(committed(task(design("0"))))
    assert (record.objects, record.files["drawn.tsv"]) == ({}, b"")
    assert record.files["thresholds.tsv"] == "labels\t全部\t60\t0\t-\n".encode()


def test_a_commitment_is_verified_before_its_reveal_and_the_draw_after_it() -> None:
    assert verify(committed()).exit_status == 3
    assert verify(drawn()).exit_status == 0


def test_a_draw_shows_itself_and_escapes_labels() -> None:
    record = drawn()
    assert repr(record) == "<抽取 320481-SCJG 2025/2025-07：抽中 3 个对象，封存>"
    opened = drawn(committed(mode="open", parties={}, reveal_by=None), codes={})
    assert repr(opened) == f"<抽取 320481-SCJG 2025/2025-07：抽中 3 个对象，KEY {opened.seed.key}>"
    table = record._repr_html_()
    assert "全部" in table
    label = "<b>重点</b>&'"
    marked = drawn(
        committed(task(strata=("region",)), pool_of([attrs.evolve(one, region=label) for one in pool_of(20)]))
    )
    assert label not in marked._repr_html_()
    assert "&lt;b&gt;重点&lt;/b&gt;&amp;&#x27;" in marked._repr_html_()


def test_items_whose_codes_differ_in_case_alone_are_not_drawn_together() -> None:
    """Their frames would be one file on a disk that ignores case."""
    items = item_list(item(), item("Labels"))
    pool = pool_of(60, item_codes=("labels", "Labels"))
    with pytest.raises(InvalidFormError, match="大小写"):
        committed(task(design("5%"), design("10%", "Labels")), pool, items=items)


def test_a_record_is_true_whatever_it_holds() -> None:
    assert bool(drawn(committed(task(design("0")))))
    assert bool(pool_of(0))


def test_a_draw_cannot_be_changed_through_its_reveal() -> None:
    codes = dict(reveal().codes)
    record = draw(committed(), Reveal(beacon=reveal().beacon, codes=codes))
    codes["operator"] = "0" * 64
    assert verify(record).accepted
