"""The two forms of files in a bundle, to the byte."""

import re
from hashlib import sha256

import pytest

from shuangsuiji.errors import InvalidFormError
from shuangsuiji.lottery import Algorithm, TableFrame, forms, frames
from shuangsuiji.lottery.forms import lines_digest, parse_sheet, parse_table, sheet_bytes, table_bytes

ROWS = [("a", "x"), ("a", "y"), ("b", "天目湖"), ("𠮷", "x"), ("\uff21", "x")]


def test_a_table_comes_back_as_it_was_written() -> None:
    content = table_bytes(ROWS[::-1])
    assert content == "a\tx\na\ty\nb\t天目湖\n\uff21\tx\n𠮷\tx\n".encode()
    assert sorted(parse_table(content, "t.tsv", 2)) == sorted(ROWS)


def test_lines_are_sorted_by_bytes_and_not_by_utf_16() -> None:
    lines = table_bytes([("\U00020bb7",), ("\uff21",)]).split(b"\n")[:-1]
    assert lines == sorted(lines)


def test_a_table_may_be_empty() -> None:
    assert table_bytes([]) == b""
    assert parse_table(b"", "t.tsv", 2) == []


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b"\xef\xbb\xbfa\tb\n", "form.bom", "byte 1"),
        (b"a\tb\r\n", "form.cr", "byte 4"),
        (b"a\tb\rc\td\n", "form.cr", "byte 4"),
        (b"a\tb", "form.newline", "last line"),
        (b"a\tb\nc\td", "form.newline", "last line"),
        (b"a\t\xd6\xd0\n", "form.utf8", "byte 3"),
        (b"a\t\xed\xa0\x80\n", "form.utf8", "byte 3"),
        (b"a\t\xc0\xaf\n", "form.utf8", "byte 3"),
        (b"b\tb\na\tb\n", "form.unsorted", "line 2"),
        ("\U00020bb7\tb\n\uff21\tb\n".encode(), "form.unsorted", "line 2"),
        (b"a\tb\na\tb\n", "form.duplicate", "line 2"),
        (b"a\n", "form.columns", "line 1: 1"),
        (b"a\tb\tc\n", "form.columns", "line 1: 3"),
        (b"\n", "form.columns", "line 1: 1"),
        (b"a\tb\n\n", "form.unsorted", "line 2"),
        (b"a\t\n", "form.field", "line 1: ''"),
        (b"\tb\n", "form.field", "line 1: ''"),
        (b"a\tb \n", "form.field", "line 1: 'b '"),
        (b"a\tb|c\n", "form.field", "line 1: 'b|c'"),
        (b"a\tb=c\n", "form.field", "line 1: 'b=c'"),
        ("a\tCafe\u0301\n".encode(), "form.field", "line 1"),
        ("a\tb\u200b\n".encode(), "form.field", "line 1"),
        ("a\t\u3000b\n".encode(), "form.field", "line 1"),
        ("a\tb\u2028c\n".encode(), "form.field", "line 1"),
        (b"a\tb\x00\n", "form.field", "line 1"),
        (b"a\tb\x0cc\n", "form.field", "line 1"),
        ("a\tb\ufeff\n".encode(), "form.field", "line 1"),
    ],
    ids=ascii,
)
def test_a_fault_of_a_table_is_refused_by_its_own_check(content: bytes, code: str, where: str) -> None:
    with pytest.raises(InvalidFormError) as caught:
        parse_table(content, "t.tsv", 2)
    assert caught.value.check == code
    assert where in str(caught.value.params["where"])
    assert caught.value.params["file"] == "t.tsv"


def test_a_sheet_comes_back_as_it_was_written() -> None:
    entries = {"task": "2025-08", "agency": "市局 a.b", "ratio.F.a.b": "1/2", "ratio.F": "x"}
    content = sheet_bytes(entries)
    assert content.decode().split("\n")[0] == "ssj1"
    assert content.endswith(b"\n")
    assert parse_sheet(content, "s.txt") == entries


def test_a_sheet_is_sorted_as_lines_and_not_by_keys() -> None:
    assert sheet_bytes({"beacon": "a", "beacon.at": "b"}) == b"ssj1\nbeacon.at=b\nbeacon=a\n"


def test_a_sheet_may_hold_nothing_but_its_head() -> None:
    assert parse_sheet(b"ssj1\n", "s.txt") == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "form.head"),
        (b"ssj2\n", "form.head"),
        (b"ssj1 \na=b\n", "form.head"),
        (b"a=b\n", "form.head"),
        (b"\xef\xbb\xbfssj1\n", "form.bom"),
        (b"ssj1\r\n", "form.cr"),
        (b"ssj1", "form.newline"),
        (b"ssj1\na=b", "form.newline"),
        (b"ssj1\na=\xff\n", "form.utf8"),
        (b"ssj1\nb=1\na=1\n", "form.unsorted"),
        (b"ssj1\na=1\na=1\n", "form.duplicate"),
        (b"ssj1\na=1\na=2\n", "form.key"),
        (b"ssj1\na\n", "form.key"),
        (b"ssj1\n=b\n", "form.field"),
        (b"ssj1\na=\n", "form.field"),
        (b"ssj1\na=b=c\n", "form.field"),
        (b"ssj1\na= b\n", "form.field"),
        (b"ssj1\na =b\n", "form.field"),
        (b"ssj1\na|b=c\n", "form.field"),
        (b"ssj1\na=b\tc\n", "form.field"),
        ("ssj1\na=Cafe\u0301\n".encode(), "form.field"),
        (b"ssj1\n\n", "form.key"),
    ],
    ids=ascii,
)
def test_a_fault_of_a_sheet_is_refused_by_its_own_check(content: bytes, code: str) -> None:
    with pytest.raises(InvalidFormError) as caught:
        parse_sheet(content, "s.txt")
    assert caught.value.check == code


def definition(content: bytes, chunk: int) -> str:
    """Hash of a table, as SSJ-1 §3 defines it and as split and sha256sum compute it."""
    lines = re.findall(rb"[^\n]*\n", content)
    if len(lines) <= chunk:
        return sha256(content).hexdigest()
    chunks = [b"".join(lines[start : start + chunk]) for start in range(0, len(lines), chunk)]
    return sha256("".join(f"{sha256(one).hexdigest()}\n" for one in chunks).encode()).hexdigest()


@pytest.mark.parametrize("chunk", [1, 2, 3, 4, 7])
def test_the_hash_of_a_table_goes_by_chunks(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(forms, "CHUNK_LINES", chunk)
    monkeypatch.setattr(frames, "CHUNK_LINES", chunk)
    for rows in range(13):
        frame = TableFrame.from_rows([(f"项目{number:02d}", "S") for number in range(rows)])
        content = frame.to_bytes()
        assert content.count(b"\n") == rows
        assert lines_digest(Algorithm.SHA256, content) == definition(content, chunk)
        assert frame.digest(Algorithm.SHA256) == definition(content, chunk)


def test_a_chunk_has_as_many_lines_as_ssj1_says() -> None:
    assert forms.CHUNK_LINES == 1_048_576
    content = b"a\n" * 1_048_576
    assert lines_digest(Algorithm.SHA256, content) == sha256(content).hexdigest()
    more = content + b"b\n"
    expected = f"{sha256(content).hexdigest()}\n{sha256(b'b' + bytes([10])).hexdigest()}\n"
    assert lines_digest(Algorithm.SHA256, more) == sha256(expected.encode()).hexdigest()


def test_the_hash_of_an_empty_table_is_that_of_nothing() -> None:
    nothing = sha256(b"").hexdigest()
    assert lines_digest(Algorithm.SHA256, b"") == nothing
    assert TableFrame.from_rows([]).digest(Algorithm.SHA256) == nothing


def test_a_line_is_in_nfc_as_a_whole() -> None:
    with pytest.raises(InvalidFormError, match="NFC"):
        parse_sheet("ssj1\nx.task=\u0338x\n".encode(), "manifest.txt")
