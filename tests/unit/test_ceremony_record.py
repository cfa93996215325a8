"""The record of a ceremony: it only grows, shows every later edit, and survives being cut off."""

from __future__ import annotations

import os
import stat
import subprocess
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from shuangsuiji.cli.ceremony_record import BEGIN, CeremonyRecord, Entry, Mark, open_record, write_through
from shuangsuiji.errors import BrokenChainError, BundleError, InvalidValueError

AT = datetime.fromisoformat("2025-05-12T22:00:00+08:00")
COMMIT = "ab" * 32
OTHER = "cd" * 32
STEPS = (BEGIN, "1 甲", "2 乙", "3 丙")
PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
RECIPE = """\
before=$(sha256sum < commitment/manifest.txt | cut -c1-64)
while IFS= read -r line || [ -n "$line" ]; do
  digest=$(printf '%s\\n%s\\n' "$before" "${line%|*}" | sha256sum | cut -c1-64)
  [ "$digest" = "${line##*|}" ] || printf '被改动 altered: %s\\n' "$line"
  before=$line
done < commitment.ceremony.txt
"""


def opened(path: Path, commit: str = COMMIT) -> CeremonyRecord:
    return open_record(path, commit, STEPS, AT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a record of two steps done, with a refusal in between."""
    path = tmp_path / "x.ceremony.txt"
    record = opened(path)
    record.append(Mark.TYPED, AT, "丙", "12345678")
    record.append(Mark.REFUSED, AT, "丙", "不符")
    record.append(Mark.DONE, AT, "丙", "一致")
    record.append(Mark.DONE, AT, "丁", "1.2.3")
    return path


def forged(*entries: Entry, commit: str = COMMIT) -> bytes:
    """Return a record in which every digest is right, whatever its lines say."""
    lines = [commit]
    for entry in entries:
        lines.append(entry.line_after(lines[-1]))
    return "".join(f"{line}\n" for line in lines[1:]).encode()


def entry(step: str, mark: Mark = Mark.DONE, what: str = "-") -> Entry:
    return Entry(at=AT, step=step, mark=mark, who="-", what=what)


def refused(path: Path, english: str) -> None:
    """Check that a record is refused in both languages, and that nothing is done to it."""
    before = path.read_bytes()
    with pytest.raises(BrokenChainError, match=english) as caught:
        opened(path)
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.zh_line)
    assert path.read_bytes() == before


# A sound record.


def test_a_record_begins_with_the_commitment_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        record = opened(tmp_path / "new")
    finally:
        os.umask(before)
    assert (record.entries[0].step, record.entries[0].what, record.open_step) == (BEGIN, COMMIT, "1 甲")
    assert stat.S_IMODE(record.path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["new"]


def test_a_line_is_hashed_with_the_line_before_it(path: Path) -> None:
    before = COMMIT
    for line in path.read_text(encoding="utf-8").splitlines():
        content, _, digest = line.rpartition("|")
        assert sha256(f"{before}\n{content}\n".encode()).hexdigest() == digest
        before = line
    assert opened(path).digest == before.rpartition("|")[2]


def test_a_record_read_again_says_the_same(path: Path) -> None:
    record = opened(path)
    assert list(record.done) == ["0 开始 begin", "1 甲", "2 乙"]
    assert (record.done["2 乙"].what, record.open_step) == ("1.2.3", "3 丙")
    assert record.content == path.read_bytes()
    assert record.last == path.read_text(encoding="utf-8").splitlines()[-1]


def test_every_line_is_in_the_file_when_the_next_one_begins(path: Path) -> None:
    record = opened(path)
    before = path.read_bytes()
    record.append(Mark.TYPED, AT, "丙", "4.5.6")
    assert path.read_bytes() == before + f"{record.last}\n".encode()


@pytest.mark.parametrize("text", ["", "a|b", "a=b", "两\n行", " 空格"])
def test_a_text_that_is_no_field_is_not_written(path: Path, text: str) -> None:
    record, before = opened(path), path.read_bytes()
    with pytest.raises(InvalidValueError):
        record.append(Mark.TYPED, AT, "丙", text)
    with pytest.raises(InvalidValueError):
        record.append(Mark.TYPED, AT, text)
    assert path.read_bytes() == before


def test_a_code_handed_again_belongs_to_a_step_done_before(path: Path) -> None:
    opened(path).append(Mark.AGAIN, AT, step="1 甲")
    assert opened(path).entries[-1].mark is Mark.AGAIN
    opened(path).append(Mark.AGAIN, AT, step="3 丙")
    refused(path, "out of order")


# What is refused.


def test_an_edit_of_any_character_shows(path: Path) -> None:
    whole = path.read_text(encoding="utf-8")
    for place, character in enumerate(whole):
        other = "0" if character != "0" else "1"
        path.write_text(f"{whole[:place]}{other}{whole[place + 1 :]}", encoding="utf-8")
        if place == len(whole) - 1:
            continue  # without its end the last line is one that was cut off, which is another matter
        refused(path, "line|another commitment")


def test_a_line_taken_out_or_put_elsewhere_shows(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    for first in range(len(lines) - 1):
        path.write_bytes(b"".join([*lines[:first], *lines[first + 1 :]]))
        refused(path, "line")
        exchanged = [*lines[:first], lines[first + 1], lines[first], *lines[first + 2 :]]
        path.write_bytes(b"".join(exchanged))
        refused(path, "line")


def test_the_record_of_another_commitment_is_named_as_such(path: Path) -> None:
    with pytest.raises(BrokenChainError, match="another commitment"):
        opened(path, OTHER)


@pytest.mark.parametrize(
    "entries",
    [
        (entry("1 甲"),),
        (entry(BEGIN, what=COMMIT), entry("2 乙")),
        (entry(BEGIN, what=COMMIT), entry("1 甲"), entry("3 丙"), entry("2 乙")),
        (entry(BEGIN, what=COMMIT), entry("1 甲"), entry("1 甲")),
        (entry(BEGIN, what=COMMIT), entry("2 乙", Mark.TYPED)),
        (entry(BEGIN, what=COMMIT), entry("4 丁")),
        (entry(BEGIN, what=COMMIT), entry("1 甲"), entry("2 乙"), entry("3 丙"), entry("3 丙", Mark.STOPPED)),
    ],
)
def test_steps_out_of_order_are_refused_even_where_every_digest_is_right(
    tmp_path: Path, entries: tuple[Entry, ...]
) -> None:
    path = tmp_path / "forged"
    path.write_bytes(forged(*entries))
    refused(path, "out of order")


def test_a_finished_ceremony_does_not_go_on(path: Path) -> None:
    opened(path).append(Mark.DONE, AT)
    refused(path, "finished")


@pytest.mark.parametrize(
    "content", [b"", b"# a page\n", b"a page", b"\xff\n", b"||||||\n", b"2025-05-12T22:00:00|a|\n"]
)
def test_a_file_that_is_no_record_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(content)
    refused(path, "no record|no line")


def test_lines_ended_in_another_way_are_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    refused(path, "line 1")


def test_an_instant_written_in_another_way_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    line = entry(BEGIN, what=COMMIT).line_after(COMMIT).replace("+08:00", "+0800")
    path.write_text(f"{line}\n", encoding="utf-8")
    refused(path, "line 1")


def test_a_record_that_somebody_else_writes_to_is_not_written_to(path: Path) -> None:
    record, other = opened(path), opened(path)
    other.append(Mark.RESUMED, AT)
    with pytest.raises(BrokenChainError, match="another program"):
        record.append(Mark.RESUMED, AT)
    assert opened(path).content == other.content


def test_a_link_or_a_folder_is_no_record(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(path)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("link", "dangling", "."):
        with pytest.raises(BundleError):
            opened(tmp_path / name)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="none"):
        opened(tmp_path / "none" / "x")


def test_a_record_that_went_away_is_not_made_anew(path: Path) -> None:
    record = opened(path)
    path.unlink()
    with pytest.raises(BundleError):
        record.append(Mark.RESUMED, AT)
    assert not path.exists()


# Cut off.


def test_a_line_cut_off_at_any_byte_is_set_aside_and_a_line_says_so(path: Path) -> None:
    *first, last = path.read_bytes().splitlines(keepends=True)
    for length in range(1, len(last)):
        path.write_bytes(b"".join(first) + last[:length])
        record = opened(path)
        aside = path.with_name("x.ceremony.txt.torn.1")
        assert aside.read_bytes() == last[:length]
        assert record.entries[-1].mark is Mark.TORN
        assert record.entries[-1].what == f"{length} 字节 bytes SHA-256 {sha256(last[:length]).hexdigest()}"
        assert (record.open_step, opened(path).content) == ("2 乙", path.read_bytes())
        aside.unlink()


def test_a_second_line_cut_off_gets_a_file_of_its_own(path: Path) -> None:
    for text in ("2025-05", "2025-05-12T2"):
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
        opened(path)
    kept = [path.with_name(f"{path.name}.torn.{number}").read_text(encoding="utf-8") for number in (1, 2)]
    assert kept == ["2025-05", "2025-05-12T2"]
    assert stat.S_IMODE(path.with_name(f"{path.name}.torn.1").stat().st_mode) == 0o600


def test_cut_off_again_while_setting_aside_nothing_is_lost(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, synced = path.read_bytes(), os.fsync
    for fatal in range(1, 6):
        path.write_bytes(whole + b"2025")
        calls: list[int] = []

        def fsync(descriptor: int, calls: list[int] = calls, fatal: int = fatal) -> None:
            calls.append(descriptor)
            if len(calls) == fatal:
                raise KeyboardInterrupt
            synced(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)
        try:
            opened(path)
        except KeyboardInterrupt:
            monkeypatch.setattr(os, "fsync", synced)
            opened(path)
        monkeypatch.setattr(os, "fsync", synced)
        torn = [one for one in opened(path).entries if one.mark is Mark.TORN]
        assert [one.what[:4] for one in torn] == ["4 字节"]
        assert path.with_name(f"{path.name}.torn.1").read_bytes() == b"2025"
        path.with_name(f"{path.name}.torn.1").unlink()


def test_cut_off_at_its_birth_a_record_is_not_there_or_has_its_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = os.fsync
    for fatal in range(1, 4):
        path, calls = tmp_path / str(fatal), list[int]()

        def fsync(descriptor: int, calls: list[int] = calls, fatal: int = fatal) -> None:
            calls.append(descriptor)
            if len(calls) == fatal:
                raise KeyboardInterrupt
            synced(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(KeyboardInterrupt):
            opened(path)
        monkeypatch.setattr(os, "fsync", synced)
        record = opened(path)
        assert [one.step for one in record.entries] == [BEGIN]


def test_a_file_is_written_anew_and_never_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to("mine")
    write_through(tmp_path / "link", b"other")
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "link").read_bytes() == b"other"


# What an auditor does with sha256sum alone.


def audited(folder: Path) -> str:
    done = subprocess.run(["sh", "-c", RECIPE], cwd=folder, capture_output=True, check=True, text=True)
    assert done.stderr == ""
    return done.stdout


def test_the_recipe_of_the_page_finds_every_altered_line(tmp_path: Path) -> None:
    assert RECIPE in PAGE.read_text(encoding="utf-8")
    (tmp_path / "commitment").mkdir()
    (tmp_path / "commitment" / "manifest.txt").write_bytes(b"ssj1\n")
    path = tmp_path / "commitment.ceremony.txt"
    record = opened(path, sha256(b"ssj1\n").hexdigest())
    record.append(Mark.TYPED, AT, "丙 %s \\n", "\\t$HOME*")
    record.append(Mark.DONE, AT, "丙", "一致")
    assert audited(tmp_path) == ""
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("一致", "不符"), encoding="utf-8")
    assert "altered: 2025-05-12T22:00:00+08:00|1 甲|完成 done|丙|不符|" in audited(tmp_path)
    path.write_text(whole[:-30], encoding="utf-8")
    assert "altered" in audited(tmp_path)
    path.write_text("".join(whole.splitlines(keepends=True)[1:]), encoding="utf-8")
    assert "altered" in audited(tmp_path)
