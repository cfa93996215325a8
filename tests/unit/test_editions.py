"""A calendar of draws: each edition has one instant, or the table is refused."""

from datetime import datetime

import pytest

from shuangsuiji.errors import InvalidFormError
from shuangsuiji.lottery.editions import parse_editions

LINES = [
    "DRAND/1\t2023-08-23T23:09:27+08:00",
    "KL8/2026052\t2026-03-03T21:30:00+08:00",
    "KL8/2026053\t2026-03-04T13:30:00Z",
    "NOTARY/公证 7 号\t2026-03-04T09:00:00+08:00",
    "SZSE399001/20260303\t2026-03-03T15:00:03+08:00",
]


def table(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_every_edition_has_its_instant() -> None:
    found = parse_editions(table(*LINES))
    assert list(found) == [line.partition("\t")[0] for line in LINES]
    assert found["KL8/2026052"] == datetime.fromisoformat("2026-03-03T21:30:00+08:00")
    assert found["KL8/2026053"] == datetime.fromisoformat("2026-03-04T21:30:00+08:00")
    assert all(at.utcoffset() is not None for at in found.values())


def test_a_calendar_may_be_empty() -> None:
    assert parse_editions(b"") == {}


@pytest.mark.parametrize(
    ("lines", "check"),
    [
        (["KL8/2026052\t2026-03-03T21:30:00+08:00", "KL8/2026052\t2026-03-03T21:31:00+08:00"], "form.duplicate"),
        (["KL8/2026052\t2026-03-03T21:30:00+08:00"] * 2, "form.duplicate"),
        (LINES[::-1], "form.unsorted"),
        (["KL8/2026052"], "form.columns"),
        (["KL8/2026052\t2026-03-03T21:30:00+08:00\t-"], "form.columns"),
        (["KL8/2026052\t2026-03-03T21:30:00"], "form.field"),
        (["KL8/2026052\t2026-03-03 21:30:00+08:00"], "form.field"),
        (["KL8/2026052\t2026-02-30T21:30:00+08:00"], "form.field"),
        (["KL8/2026052\t2026-03-03"], "form.field"),
        (["KL8\t2026-03-03T21:30:00+08:00"], "form.field"),
        (["KL8/\t2026-03-03T21:30:00+08:00"], "form.field"),
        (["/2026052\t2026-03-03T21:30:00+08:00"], "form.field"),
        (["KL8/2026052/1\t2026-03-03T21:30:00+08:00"], "form.field"),
        (["KL8/2026052期\t2026-03-03T21:30:00+08:00"], "form.field"),
        (["快乐8/2026052\t2026-03-03T21:30:00+08:00"], "form.field"),
        (["SZSE399001/20260303\t2026-03-04T15:00:00+08:00"], "form.field"),
        (["SZSE399001/20260303\t2026-03-03T23:00:00-05:00"], "form.field"),
        (["SZSE399001/20260303\t0001-01-01T00:00:00+14:00"], "form.field"),
        (["SZSE399001/20260230\t2026-03-02T15:00:00+08:00"], "form.field"),
        (["DRAND/1\t2023-08-24T00:00:00+08:00"], "form.field"),
    ],
)
def test_a_calendar_of_another_form_is_refused(lines: list[str], check: str) -> None:
    with pytest.raises(InvalidFormError, match=r"editions\.tsv") as caught:
        parse_editions(table(*lines))
    assert caught.value.check == check
    assert "line " in str(caught.value)
