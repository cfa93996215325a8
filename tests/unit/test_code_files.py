"""Files that hold a party's one-time codes."""

from __future__ import annotations

import os
import stat
from itertools import pairwise
from pathlib import Path

import pytest

from shuangsuiji.cli.code_files import LENGTH, code_for_round, make_code_file, read_code_file
from shuangsuiji.errors import BundleError, InvalidFormError, InvalidValueError, ShuangsuijiError
from shuangsuiji.lottery import Algorithm, next_code
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.lottery.forms import parse_sheet, sheet_bytes

SECRET = "0f" * 32


def sheet(**changes: str) -> bytes:
    return sheet_bytes({"alg": "sha256", "length": "16", "party": "operator", "secret": SECRET, **changes})


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_may_read_a_file_of_codes(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        make_code_file("operator", tmp_path / "operator.codes")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "operator.codes").stat().st_mode) == 0o600


def test_the_chain_in_the_file_leads_to_the_end_that_was_told(tmp_path: Path) -> None:
    end = make_code_file("operator", tmp_path / "operator.codes")
    party, codes = read_code_file(tmp_path / "operator.codes")
    assert (party, codes[0], len(codes)) == ("operator", end, LENGTH + 1)
    assert all(is_digest(code) for code in codes)
    for before, after in pairwise(codes):
        assert next_code(Algorithm.SHA256, "operator", after) == before


def test_the_end_says_nothing_of_the_codes(tmp_path: Path) -> None:
    end = make_code_file("operator", tmp_path / "operator.codes")
    content = (tmp_path / "operator.codes").read_text(encoding="utf-8")
    assert end not in content
    assert set(parse_sheet(content.encode(), "x")) == {"alg", "length", "party", "secret"}


def test_every_file_has_a_secret_of_its_own(tmp_path: Path) -> None:
    assert len({make_code_file("operator", tmp_path / f"{number}.codes") for number in range(20)}) == 20


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    make_code_file("operator", tmp_path / "secret" / "2026" / "operator.codes")
    assert read_code_file(tmp_path / "secret" / "2026" / "operator.codes")[0] == "operator"


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "operator.codes"
    make_code_file("operator", path)
    content = path.read_bytes()
    for party in ("operator", "supervisor"):
        with pytest.raises(BundleError, match="无法新建"):
            make_code_file(party, path)
    assert path.read_bytes() == content


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BundleError):
        make_code_file("operator", tmp_path / "link")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", ["", ".", "file/operator.codes"])
def test_a_path_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BundleError, match="cannot be made anew"):
        make_code_file("operator", tmp_path / name)


@pytest.mark.parametrize("party", ["", "the operator", "操作方", "a/b", "a" * 65])
def test_a_party_that_is_no_name_leaves_no_file(tmp_path: Path, party: str) -> None:
    with pytest.raises(InvalidValueError):
        make_code_file(party, tmp_path / "x.codes")
    assert not (tmp_path / "x.codes").exists()


def test_a_chain_may_be_of_sm3(tmp_path: Path) -> None:
    try:
        end = make_code_file("operator", tmp_path / "sm3.codes", Algorithm.SM3)
    except ShuangsuijiError as error:
        pytest.skip(str(error))
    _, codes = read_code_file(tmp_path / "sm3.codes")
    assert next_code(Algorithm.SM3, "operator", codes[1]) == end


@pytest.mark.parametrize(
    "content",
    [
        sheet(alg="md5"),
        sheet(length="sixteen"),
        sheet(length="-1"),
        sheet(length="1.5"),
        sheet(length="0"),
        sheet(length="99999999999999999999"),
        sheet(remark="x"),
        sheet_bytes({"alg": "sha256", "length": "16", "party": "operator"}),
    ],
)
def test_a_sheet_that_is_no_file_of_codes_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.codes").write_bytes(content)
    with pytest.raises(BundleError, match="不是密码文件"):
        read_code_file(tmp_path / "x.codes")


@pytest.mark.parametrize("content", [sheet(secret=SECRET[:3]), sheet(secret=SECRET.upper())])
def test_a_chain_that_is_none_is_refused_without_telling_the_secret(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.codes").write_bytes(content)
    with pytest.raises(InvalidValueError) as caught:
        read_code_file(tmp_path / "x.codes")
    assert SECRET[:8] not in str(caught.value).lower()


@pytest.mark.parametrize("content", [b"", b"\xff", b"ssj1\r\n", sheet()[:-1], sheet(party="a")[5:]])
def test_what_is_no_sheet_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.codes").write_bytes(content)
    with pytest.raises(InvalidFormError):
        read_code_file(tmp_path / "x.codes")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.codes"):
        with pytest.raises(BundleError, match="无法读取") as caught:
            read_code_file(path)
        assert str(path) in caught.value.en_line


def test_a_code_for_the_draw_is_the_first_of_the_chain_or_what_was_typed(tmp_path: Path) -> None:
    make_code_file("operator", tmp_path / "a.codes")
    codes = read_code_file(tmp_path / "a.codes")[1]
    assert code_for_round(str(tmp_path / "a.codes")) == ("operator", codes[1])
    assert code_for_round(f"operator={codes[1]}") == ("operator", codes[1])


def test_a_path_with_an_equals_sign_is_a_path(tmp_path: Path) -> None:
    make_code_file("operator", tmp_path / "a=b.codes")
    assert code_for_round(str(tmp_path / "a=b.codes"))[0] == "operator"


@pytest.mark.parametrize(
    "text", ["", "nothing.codes", f"operator={SECRET}0", f"operator={SECRET.upper()}", SECRET, "="]
)
def test_neither_a_code_nor_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ShuangsuijiError):
        code_for_round(text)


def test_a_party_that_is_no_name_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="party"):
        code_for_round(f"the operator={SECRET}")


def test_a_text_too_long_for_a_path_is_refused_like_any_other() -> None:
    for text in ("x" * 300, f"operator={'x' * 300}"):
        with pytest.raises((BundleError, InvalidValueError)):
            code_for_round(text)
