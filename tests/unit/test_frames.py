"""The frame that lives in memory."""

from array import array

import pytest

from shuangsuiji.errors import DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.lottery import Algorithm, GivenTickets, KeyedTickets, TableFrame
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.lottery.frames import COLUMNS, check_unique
from shuangsuiji.values.columns import Column
from tests.unit.builders import bundle, frame_of

STRATA = {"a": "S", "b": "T", "c": "S", "天": "S"}
TICKETS = GivenTickets({"a": "02" * 32, "b": "01" * 32, "c": "03" * 32, "天": "00" * 32})


def test_the_rows_may_come_in_any_order() -> None:
    rows = [("c", "S", "溧城"), ("a", "T"), ("b", "S", "-")]
    assert TableFrame.from_rows(rows) == TableFrame.from_rows(iter(rows[::-1]))
    assert TableFrame.from_rows(rows).to_bytes() == "a\tT\t-\t-\nb\tS\t-\t-\nc\tS\t溧城\t-\n".encode()


@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_the_bytes_of_a_worked_example_come_back(name: str) -> None:
    content = bundle(name)["frame.labels.tsv"]
    frame = TableFrame.from_table(parse_table(content, "frame.labels.tsv", COLUMNS))
    assert frame.to_bytes() == content
    assert frame.counts() == {"A": 22, "B": 22, "C": 16}
    assert frame.digest(Algorithm.SHA256) == "1320a08d2e9573ae238f7415beb94b698229a9ef994cfda02cafc8c3909392cc"


def test_a_frame_knows_its_rows_and_their_strata() -> None:
    frame = frame_of(STRATA)
    assert (frame.rows, frame.counts()) == (4, {"S": 3, "T": 1})
    assert [frame.stratum(id_) for id_ in STRATA] == list(STRATA.values())
    assert "天" in frame
    assert "A" not in frame
    assert 7 not in frame
    with pytest.raises(UnknownNameError):
        frame.stratum("A")


def test_counts_handed_out_can_be_changed_without_harm() -> None:
    frame = frame_of(STRATA)
    frame.counts().clear()
    assert frame.counts() == {"S": 3, "T": 1}


@pytest.mark.parametrize("twin", ["a", "A"])
def test_an_id_stands_once_upper_and_lower_case_counted_as_the_same(twin: str) -> None:
    with pytest.raises(DuplicateError):
        TableFrame.from_rows([("a", "S"), (twin, "T")])


@pytest.mark.parametrize(
    "ids", [("aB", "ab"), ("AB", "Ab"), ("Ab", "aB"), ("A", "B", "a"), ("91320481MA0000015J", "91320481ma0000015J")]
)
def test_every_mixture_of_case_is_noticed(ids: tuple[str, ...]) -> None:
    with pytest.raises(DuplicateError):
        check_unique(sorted(ids))


@pytest.mark.parametrize("ids", [(), ("a",), ("A", "b"), ("É", "é"), ("a", "a ", "a b"), ("ß", "ẞ"), ("1", "I", "l")])
def test_ids_that_differ_otherwise_are_different(ids: tuple[str, ...]) -> None:
    check_unique(sorted(ids))


def test_ids_that_are_not_sorted_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="各行须按标识排序"):
        check_unique(["b", "a"])


def test_an_id_that_begins_another_stands_before_it_as_in_the_file() -> None:
    frame = frame_of({"a": "S", "a b": "S", "a!": "S", "ab": "S"})
    lines = frame.to_bytes().split(b"\n")[:-1]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    "row",
    [("", "S"), ("a|b", "S"), ("a\tb", "S"), (" a", "S"), ("a", ""), ("a", "S|T"), ("a", "S", ""), ("a", "S", "溧城 ")],
    ids=ascii,
)
def test_a_row_that_is_not_of_fields_is_refused(row: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValueError):
        TableFrame.from_rows([row])


@pytest.mark.parametrize("rows", [0, 2])
def test_columns_of_another_length_are_refused(rows: int) -> None:
    with pytest.raises(InvalidValueError, match="应有 1 行"):
        TableFrame(ids=("a",), strata=Column.constant("S", rows), regions=Column.of(["-"]))


def test_the_smallest_tickets_of_each_stratum_are_drawn_in_order_of_rank() -> None:
    of_s, of_t = frame_of(STRATA).draw(TICKETS, {"T": 1, "S": 2})
    assert (of_s.stratum, of_s.rows, of_s.quota) == ("S", 3, 2)
    assert of_s.drawn == (("00" * 32, "天"), ("02" * 32, "a"))
    assert of_s.threshold == "02" * 32
    assert of_t.drawn == (("01" * 32, "b"),)


def test_a_quota_of_nought_draws_nothing_and_has_no_threshold() -> None:
    of_s, of_t = frame_of(STRATA).draw(TICKETS, {"S": 0, "T": 0})
    assert (of_s.drawn, of_s.threshold, of_t.drawn) == ((), None, ())


def test_a_quota_of_everything_draws_everything() -> None:
    of_s, _ = frame_of(STRATA).draw(TICKETS, {"S": 3, "T": 1})
    assert [id_ for _, id_ in of_s.drawn] == ["天", "a", "c"]


def test_equal_tickets_are_drawn_by_id() -> None:
    tickets = GivenTickets(dict.fromkeys(STRATA, "00" * 32))
    of_s, _ = frame_of(STRATA).draw(tickets, {"S": 2, "T": 0})
    assert [id_ for _, id_ in of_s.drawn] == ["a", "c"]


def test_a_stratum_without_rows_may_have_the_quota_nought() -> None:
    *_, of_u = frame_of(STRATA).draw(TICKETS, {"S": 1, "T": 1, "U": 0})
    assert (of_u.stratum, of_u.rows, of_u.drawn) == ("U", 0, ())


@pytest.mark.parametrize(
    "quotas", [{"S": 4, "T": 0}, {"S": -1, "T": 0}, {"S": 1}, {}, {"S": 1, "T": 1, "U": 1}], ids=str
)
def test_quotas_that_do_not_fit_the_frame_are_refused(quotas: dict[str, int]) -> None:
    with pytest.raises(InvalidValueError, match="quota"):
        frame_of(STRATA).draw(TICKETS, quotas)


def test_an_empty_frame_draws_nothing() -> None:
    assert TableFrame.from_rows([]).draw(KeyedTickets(Algorithm.SHA256, "0" * 32), {}) == ()


@pytest.mark.parametrize("id_", ["a\tb", "a|b", "a\nb", ""], ids=ascii)
def test_an_id_that_is_no_field_is_refused_however_the_frame_is_made(id_: str) -> None:
    with pytest.raises(InvalidValueError):
        TableFrame(ids=(id_,), strata=Column.of(["S"]), regions=Column.of(["-"]))


def test_a_code_without_a_label_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        TableFrame(ids=("a",), strata=Column(("S",), array("I", [7])), regions=Column.of(["-"])).counts()


def test_weights_that_a_stratified_draw_does_not_use_are_kept() -> None:
    rows = [("a", "S", "-", "5"), ("b", "S", "-", "12")]
    frame = TableFrame.from_table(rows)
    assert frame.to_bytes() == b"a\tS\t-\t5\nb\tS\t-\t12\n"
    assert TableFrame.from_table([(*row[:3], "-") for row in rows]).weights is None


def test_a_frame_is_hashed_once_for_each_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = TableFrame.from_rows([("a", "S"), ("b", "S")])
    known = {alg: frame.digest(alg) for alg in Algorithm}
    monkeypatch.setattr(TableFrame, "lines", lambda _: pytest.fail("hashed again"))
    assert {alg: frame.digest(alg) for alg in Algorithm} == known
    assert known[Algorithm.SHA256] != known[Algorithm.SM3]
