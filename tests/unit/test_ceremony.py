"""The ceremony of a draw day: walked through, refused, cut off at every moment, and taken up again."""

from __future__ import annotations

import getpass
import io
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import attrs
import pytest

from shuangsuiji.bundle import read_commitment, read_draw, write_bundle
from shuangsuiji.cli import main
from shuangsuiji.cli.ceremony import TERMINAL, hold_ceremony
from shuangsuiji.cli.ceremony_record import Mark, open_record
from shuangsuiji.cli.ceremony_room import Room, in_groups
from shuangsuiji.cli.ceremony_steps import steps_of
from shuangsuiji.cli.output import Output
from shuangsuiji.draws import Commitment, Draw, draw
from shuangsuiji.errors import BrokenChainError, BundleError, InvalidValueError, RefusedRevealError
from shuangsuiji.lottery.forms import sheet_bytes
from tests.unit.builders import BEACON, OPERATOR, SUPERVISOR, committed, reveal

SRC = Path(__file__).parents[2] / "src"
AFTER = datetime.fromisoformat("2025-05-12T22:00:00+08:00")
INDEX, KL8 = "10,126.83", "1 4 9 13 17 20 22 28 31 36 40 45 49 52 58 61 66 70 75 80"
PEOPLE = {"主持人的姓名": "甲", "操作人的姓名": "乙", "监督人的姓名": "丙"}
STEPS = [
    "0 主持人 host",
    "0 操作人 operator",
    "0 监督人 supervisor",
    "1 锁定 commitment",
    "2 事件 event SZSE399001/20250512",
    "2 事件 event KL8/2025122",
    "3 密码 code operator",
    "3 密码 code supervisor",
    "4 种子 seed",
    "5 抽取 draw",
    "6 核验 verify",
]
OPEN_STEPS = [step for step in STEPS if not step.startswith("3")]


def answers_for(commitment: Commitment) -> dict[str, str]:
    """Return the right answer to every question, by words that stand in it."""
    return {
        **PEOPLE,
        "前 8 位": commitment.commit[:8],
        "一致": "一致",
        "SZSE399001": INDEX,
        "KL8": KL8,
        "请 operator": OPERATOR[1],
        "请 supervisor": SUPERVISOR[1],
    }


class People:
    """Officials who know every answer, say what a test wants them to say first, and may leave at any question."""

    def __init__(self, answers: Mapping[str, str], said: Mapping[str, list[str]] | None = None) -> None:
        self.answers = answers
        self.said = {words: list(texts) for words, texts in (said or {}).items()}
        self.leave_at: int | None = None
        self.leaving: type[BaseException] = KeyboardInterrupt
        self.asked: list[str] = []
        self.clock = AFTER

    def ask(self, question: str) -> str:
        """Answer a question."""
        self.asked.append(question)
        if len(self.asked) == self.leave_at:
            raise self.leaving
        [words] = [words for words in self.answers if words in question]
        return self.said[words].pop(0) if self.said.get(words) else self.answers[words]

    @property
    def room(self) -> Room:
        """The room in which they sit."""
        return Room(ask=self.ask, ask_secret=self.ask, now=lambda: self.clock)


@attrs.frozen
class Day:
    """A draw day: a folder with a commitment, and what the draw of it must be."""

    home: Path
    made: Draw

    @property
    def folder(self) -> Path:
        """The bundle of the commitment."""
        return self.home / "commitment"

    @property
    def out(self) -> Path:
        """The bundle of the draw."""
        return self.folder if self.made.commitment.manifest.mode == "open" else self.home / "bundle"

    @property
    def record(self) -> Path:
        """The record, where it lies by itself."""
        return self.home / "commitment.ceremony.txt"

    @property
    def lines(self) -> list[list[str]]:
        """The fields of every line of the record."""
        return [line.split("|") for line in self.record.read_text(encoding="utf-8").splitlines()]

    def people(self, **said: list[str]) -> People:
        """Return officials who answer as they should, after what they say first."""
        return People(answers_for(self.made.commitment), said)

    def hold(self, people: People | None = None, **more: Path) -> int:
        """Hold the ceremony, or go on with it."""
        people = people or self.people()
        commitment = read_commitment(self.folder)
        return hold_ceremony(commitment, self.folder, self.out, Output(as_json=False), room=people.room, **more)

    def finished(self) -> bool:
        """Check that the ceremony went to its end and left the bundle of the plain draw, to the byte."""
        assert [line[1] for line in self.lines if line[2] == "完成 done"][1:] == [
            step.title for step in steps_of(self.made.commitment.manifest)
        ]
        with pytest.raises(BrokenChainError, match="finished"):
            self.hold()
        names = {path.name for path in self.out.iterdir()}
        assert {name for name in names if not name.startswith("verify")} == set(self.made.files)
        return {name: (self.out / name).read_bytes() for name in self.made.files} == dict(self.made.files)


@pytest.fixture(autouse=True)
def _trusted_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing wait for the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def sealed_draw() -> Draw:
    """Return a sealed draw of two parties."""
    return draw(committed(), reveal())


@pytest.fixture(scope="module")
def open_draw() -> Draw:
    """Return an open draw."""
    commitment = committed(None, None, 0, mode="open", parties=None, reveal_by=None)
    return draw(commitment, reveal(codes={}))


@pytest.fixture
def sealed(tmp_path: Path, sealed_draw: Draw) -> Day:
    """Lay out the commitment of a sealed draw."""
    write_bundle(sealed_draw.commitment, tmp_path / "commitment")
    return Day(tmp_path, sealed_draw)


@pytest.fixture
def opened(tmp_path: Path, open_draw: Draw) -> Day:
    """Lay out the commitment of an open draw."""
    write_bundle(open_draw.commitment, tmp_path / "commitment")
    return Day(tmp_path, open_draw)


@pytest.fixture(params=["open", "sealed"])
def day(request: pytest.FixtureRequest) -> Day:
    """Lay out either."""
    found = request.getfixturevalue("opened" if request.param == "open" else "sealed")
    assert isinstance(found, Day)
    return found


# The whole way.


def test_a_sealed_ceremony_of_two_parties_goes_all_the_way(sealed: Day, capsys: pytest.CaptureFixture[str]) -> None:
    people = sealed.people()
    assert sealed.hold(people) == 0
    assert sealed.finished()
    assert [line[1] for line in sealed.lines if line[2] == "完成 done"] == ["0 开始 begin", *STEPS]
    said = capsys.readouterr().out
    assert in_groups(sealed.made.commitment.commit[:32]) in said
    assert "：60 抽 3" in said
    assert "保证等级" in said
    assert "2025-07-31" in said
    assert in_groups(sealed.lines[-1][-1]) in said
    assert len(people.asked) == 11


def test_of_a_sealed_draw_nothing_is_said_or_recorded_that_tells_who_was_drawn(
    sealed: Day, capfd: pytest.CaptureFixture[str]
) -> None:
    people = sealed.people()
    people.leave_at = 11
    assert sealed.hold(people) == 2
    assert sealed.hold() == 0
    said = capfd.readouterr()
    shown = said.out + said.err + sealed.record.read_text(encoding="utf-8") + "".join(people.asked)
    seed = sealed.made.seed
    secrets = [seed.text, seed.key, seed.matching_key, *OPERATOR[1:], *SUPERVISOR[1:], *sealed.made.objects]
    assert [one for one in secrets if one in shown.replace(" ", "")] == []


def test_the_bundle_of_a_sealed_draw_and_the_record_are_for_their_owner_alone(sealed: Day) -> None:
    sealed.hold()
    assert stat.S_IMODE(sealed.out.stat().st_mode) == 0o700
    assert stat.S_IMODE(sealed.record.stat().st_mode) == 0o600


def test_an_open_ceremony_shows_the_seed_and_all_that_were_drawn(
    opened: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    assert opened.hold() == 0
    said = capsys.readouterr().out
    assert opened.finished()
    assert [line[1] for line in opened.lines if line[2] == "完成 done"][1:] == OPEN_STEPS
    assert in_groups(opened.made.seed.text) in said
    assert in_groups(opened.made.seed.key) in said
    assert [one for one in opened.made.objects if one not in said] == []
    [seed] = [line[4] for line in opened.lines if line[1] == "4 种子 seed"]
    assert seed == opened.made.seed.text


def test_every_step_speaks_chinese_and_english(sealed: Day, capsys: pytest.CaptureFixture[str]) -> None:
    people = sealed.people()
    sealed.hold(people)
    for text in (*people.asked, *capsys.readouterr().out.split("\n第 ")[1:]):
        assert any("\u4e00" <= character <= "\u9fff" for character in text)
        assert any(word.isascii() and word.isalpha() and len(word) > 1 for word in text.split())


def test_names_and_values_are_recorded_as_they_were_typed_by_whom(sealed: Day) -> None:
    sealed.hold()
    typed = [(line[1][0], line[3], line[4]) for line in sealed.lines if line[2] == "录入 typed"]
    value = BEACON.partition(";")[0].rpartition("/")[2]
    assert typed == [
        ("1", "丙", sealed.made.commitment.commit[:8]),
        ("2", "乙", "10126.83"),
        ("2", "丙", "10126.83"),
        ("2", "乙", value),
        ("2", "丙", value),
    ]
    assert [line[3] for line in sealed.lines if line[1][0] == "0"] == ["-", "甲", "乙", "丙"]


def test_codes_are_taken_from_files_too(sealed: Day) -> None:
    for party, codes in (("operator", OPERATOR), ("supervisor", SUPERVISOR)):
        entries = {"alg": "sha256", "length": "4", "party": party, "secret": codes[-1]}
        (sealed.home / party).write_bytes(sheet_bytes(entries))
    people = sealed.people()
    people.answers = {
        **people.answers,
        "请 operator": f" '{sealed.home / 'operator'}' ",
        "请 supervisor": str(sealed.home / "supervisor"),
    }
    assert sealed.hold(people) == 0
    assert sealed.finished()


def test_a_code_may_be_typed_in_groups_and_capitals(sealed: Day) -> None:
    people = sealed.people()
    people.answers = {**people.answers, "请 operator": in_groups(OPERATOR[1]).upper()}
    assert sealed.hold(people) == 0


@pytest.mark.parametrize("typed", ["last", "spaced", "whole"])
def test_commit_is_typed_from_either_end(opened: Day, typed: str) -> None:
    commit = opened.made.commitment.commit
    shown = {"last": commit[-8:], "spaced": f" {commit[:4].upper()} {commit[4:8]} ", "whole": in_groups(commit)}
    assert opened.hold(opened.people(**{"前 8 位": [shown[typed]]})) == 0
    assert not [line for line in opened.lines if line[2] == "拒绝 refused"]


def test_the_record_lies_where_it_is_asked_for(opened: Day) -> None:
    assert opened.hold(record=opened.home / "minutes.txt") == 0
    assert (opened.home / "minutes.txt").exists()
    assert not opened.record.exists()


# Cut off and taken up again.


def questions(day: Day) -> int:
    return 11 if day.made.commitment.manifest.mode == "sealed" else 9


@pytest.mark.parametrize("leaving", [KeyboardInterrupt, EOFError])
def test_interrupted_at_any_question_the_ceremony_goes_on(
    tmp_path: Path, day: Day, leaving: type[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, questions(day) + 1):
        one = Day(tmp_path / str(number), day.made)
        write_bundle(day.made.commitment, one.folder)
        people = one.people()
        people.leave_at, people.leaving = number, leaving
        assert one.hold(people) == 2
        assert "同一命令" in capsys.readouterr().err
        assert (one.lines[-1][2], one.lines[-1][4]) == (
            "中断 stopped",
            "Ctrl-C" if leaving is KeyboardInterrupt else "输入结束 end of input",
        )
        assert one.hold() == 0
        assert one.finished()
        assert [line[2] for line in one.lines].count("继续 resumed") == 1


def test_interrupted_again_and_again_the_ceremony_still_ends(day: Day) -> None:
    people = day.people()
    people.leave_at = 4
    for _ in range(10):
        people.asked.clear()
        if day.hold(people) == 0:
            break
    assert day.finished()


def test_cut_off_at_any_writing_to_the_disk_the_ceremony_goes_on(
    tmp_path: Path, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == fatal:
            raise KeyboardInterrupt

    fatal = 0
    monkeypatch.setattr(os, "fsync", fsync)
    whole = Day(tmp_path / "whole", day.made)
    write_bundle(day.made.commitment, whole.folder)
    assert whole.hold() == 0
    total = len(calls)
    assert total > len(whole.lines)
    for number in range(1, total + 1):
        one = Day(tmp_path / str(number), day.made)
        write_bundle(day.made.commitment, one.folder)
        calls.clear()
        fatal = number
        try:
            status = one.hold()
        except KeyboardInterrupt:  # while the record was born
            status = 2
        fatal = 0
        if status != 0 and len(open_record_lines(one)) < len(whole.lines):
            assert one.hold() == 0
        assert one.finished()


def open_record_lines(day: Day) -> list[list[str]]:
    """Return the lines of the record without those about interruptions."""
    if not day.record.exists():
        return []
    return [line for line in day.lines if line[2] not in {"中断 stopped", "继续 resumed", "再交 handed again"}]


def test_killed_after_or_within_any_line_of_the_record_the_ceremony_goes_on(tmp_path: Path, day: Day) -> None:
    assert day.hold() == 0
    content = day.record.read_bytes()
    ends = [place + 1 for place, byte in enumerate(content) if byte == 10]
    for end in ends[:-1]:
        for cut, kept in ((end, True), (end, False), (end + 1, True), (end + 90, False)):
            if not kept and b"5 \xe6\x8a\xbd\xe5\x8f\x96 draw|\xe5\xae\x8c" in content[:cut]:
                continue  # the bundle is on the disk before the record says so
            one = Day(tmp_path / f"{cut}-{kept}", day.made)
            write_bundle(day.made.commitment, one.folder)
            if kept and b"1 \xe9\x94\x81\xe5\xae\x9a commitment|\xe5\xae\x8c" in content[:end]:
                write_bundle(day.made, one.out)
            one.record.write_bytes(content[:cut])
            assert one.hold() == 0
            assert one.finished()
            assert [line[2] for line in one.lines].count("残行 torn") == (cut != end)


def test_a_bundle_half_written_when_the_machine_went_down_is_written_whole(sealed: Day) -> None:
    sealed.hold()
    lines = sealed.record.read_bytes().splitlines(keepends=True)
    sealed.record.write_bytes(b"".join(lines[:-2]))
    for name in ("drawn.tsv", "reveal.txt"):
        (sealed.out / name).unlink()
    (sealed.out / ".part").mkdir()
    (sealed.out / ".part" / "drawn.tsv").write_bytes(b"lab")
    assert sealed.hold() == 0
    assert sealed.finished()


def test_after_an_interruption_codes_are_handed_over_again_and_the_record_says_so(sealed: Day) -> None:
    people = sealed.people()
    people.leave_at = 11
    sealed.hold(people)
    people = sealed.people()
    assert sealed.hold(people) == 0
    assert ["请 operator" in question for question in people.asked] == [False, True]
    [again] = [line for line in sealed.lines if line[2] == "再交 handed again"]
    assert (again[1], again[3]) == ("3 密码 code operator", "operator")


def test_after_the_draw_no_code_is_needed_any_more(sealed: Day) -> None:
    sealed.hold()
    lines = sealed.record.read_bytes().splitlines(keepends=True)
    sealed.record.write_bytes(b"".join(lines[:-1]))
    people = sealed.people()
    assert sealed.hold(people) == 0
    assert people.asked == []


# Refusals.


def refusals(day: Day) -> list[str]:
    return [line[4] for line in day.lines if line[2] == "拒绝 refused"]


def test_wrong_digits_of_commit_are_refused_and_recorded_each_time(opened: Day) -> None:
    with pytest.raises(RefusedRevealError, match="published"):
        opened.hold(opened.people(**{"前 8 位": ["00000000", "11111111", "22222222"]}))
    assert len(refusals(opened)) == 3
    assert [line[4] for line in opened.lines if line[2] == "录入 typed"] == ["00000000", "11111111", "22222222"]
    assert (opened.lines[-1][2], opened.lines[-1][4]) == ("中断 stopped", "reveal.refused")
    assert opened.hold() == 0
    assert opened.finished()


def test_what_is_no_digit_is_asked_again(opened: Day, capsys: pytest.CaptureFixture[str]) -> None:
    people = opened.people(**{"前 8 位": ["", "1234567", "xxxxxxxx", "0" * 65]})
    assert opened.hold(people) == 0
    assert capsys.readouterr().out.count("must be 8 hex digits or more") == 4
    assert refusals(opened) == []


def test_a_commit_that_is_not_confirmed_in_full_ends_the_run(opened: Day) -> None:
    with pytest.raises(RefusedRevealError, match="did not confirm"):
        opened.hold(opened.people(一致=["第三组不同"]))
    people = opened.people()
    assert opened.hold(people) == 0
    assert "前 8 位" in people.asked[0]


def test_two_different_values_are_recorded_and_typed_again(opened: Day) -> None:
    assert opened.hold(opened.people(SZSE399001=["10126.83", "10126.38"])) == 0
    lines = [line[2:5] for line in opened.lines if line[1].startswith("2 事件 event SZSE399001")]
    assert lines == [
        ["录入 typed", "乙", "10126.83"],
        ["录入 typed", "丙", "10126.38"],
        ["拒绝 refused", "-", "两人录入不同，请重新录入"],
        ["录入 typed", "乙", "10126.83"],
        ["录入 typed", "丙", "10126.83"],
        ["完成 done", "双人录入 both", "10126.83"],
    ]
    assert opened.finished()


def test_values_that_never_agree_end_the_run(opened: Day) -> None:
    with pytest.raises(RefusedRevealError, match="different values"):
        opened.hold(opened.people(SZSE399001=["1.00", "2.00"] * 3))
    assert len(refusals(opened)) == 3
    assert opened.hold() == 0


def test_a_value_that_is_none_of_its_source_is_asked_again(opened: Day) -> None:
    people = opened.people(KL8=["1 2 3", ""], SZSE399001=["ten thousand"])
    assert opened.hold(people) == 0
    assert len(people.asked) == questions(opened) + 3


@pytest.mark.parametrize(
    ("clock", "index_typed"),
    [("2025-05-12T14:59:59+08:00", False), ("2025-05-12T15:00:00+08:00", True), ("2025-05-12T13:29:59+00:00", True)],
)
def test_before_its_instant_an_event_is_refused(opened: Day, clock: str, index_typed: bool) -> None:  # noqa: FBT001
    people = opened.people()
    people.clock = datetime.fromisoformat(clock)
    with pytest.raises(RefusedRevealError, match="not before") as caught:
        opened.hold(people)
    assert ("2025-05-12T21:30" in str(caught.value)) is index_typed
    assert ("2 事件 event SZSE399001/20250512" in [line[1] for line in opened.lines if line[2] == "完成 done"]) is (
        index_typed
    )
    assert "方可录入" in refusals(opened)[0]
    assert opened.hold() == 0
    assert opened.finished()


WRONG_CODES = {
    "another": "5f" * 32,
    "of a later round": OPERATOR[2],
    "of the other party": SUPERVISOR[1],
    "one digit short": OPERATOR[1][:-1],
    "nothing": "",
    "no file": "no/such.codes",
    "no path": "a\0b",
    "too long for a path": "x" * 5000,
    "a file of something else": __file__,
}


@pytest.mark.parametrize("typed", WRONG_CODES.values(), ids=WRONG_CODES)
def test_a_wrong_code_is_refused_and_never_shown(sealed: Day, typed: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RefusedRevealError) as caught:
        sealed.hold(sealed.people(**{"请 operator": [typed] * 3}))
    said = capfd.readouterr()
    shown = said.out + said.err + str(caught.value) + sealed.record.read_text(encoding="utf-8")
    assert typed == "" or typed not in shown
    assert len(refusals(sealed)) == 3
    assert not sealed.out.exists()
    assert sealed.hold() == 0
    assert sealed.finished()


@pytest.mark.parametrize("typed", ["", "a|b", "a=b", "a\tb", "\u200b"])
def test_a_name_that_is_no_field_is_asked_again(opened: Day, typed: str) -> None:
    people = opened.people(主持人的姓名=[typed])
    assert opened.hold(people) == 0
    assert len(people.asked) == questions(opened) + 1


def test_the_supervisor_is_another_person_than_the_operator(opened: Day) -> None:
    assert opened.hold(opened.people(监督人的姓名=["乙"])) == 0
    assert [line[4] for line in opened.lines if line[1] == "0 监督人 supervisor"] == ["丙"]


def test_a_commitment_that_is_refused_or_drawn_already_is_not_drawn(opened: Day) -> None:
    commitment = read_commitment(opened.folder)
    (opened.folder / "drawn.tsv").write_bytes(b"x\n")
    with pytest.raises(RefusedRevealError, match="not drawn yet"):
        opened.hold()
    (opened.folder / "drawn.tsv").unlink()
    write_bundle(opened.made, opened.folder)
    with pytest.raises(RefusedRevealError, match="not drawn yet"):
        opened.hold()
    shutil.rmtree(opened.folder)
    write_bundle(commitment, opened.folder)
    assert opened.hold() == 0


def test_an_altered_record_a_foreign_one_and_lines_in_another_order_are_refused(sealed: Day) -> None:
    people = sealed.people()
    people.leave_at = 9
    sealed.hold(people)
    content = sealed.record.read_bytes()
    lines = content.splitlines(keepends=True)
    other = open_record(sealed.home / "other", "cd" * 32, ("0 开始 begin", "1"), AFTER).content
    altered = content.replace(b"10126.83", b"10126.84")
    for wrong in (altered, other, b"".join([*lines[:4], lines[5], lines[4], *lines[6:]])):
        sealed.record.write_bytes(wrong)
        with pytest.raises(BrokenChainError):
            sealed.hold()
        assert sealed.record.read_bytes() == wrong
    sealed.record.write_bytes(content)
    assert sealed.hold() == 0


def test_a_torn_line_is_reported(opened: Day, capsys: pytest.CaptureFixture[str]) -> None:
    people = opened.people()
    people.leave_at = 4
    opened.hold(people)
    with opened.record.open("ab") as file:
        file.write("2025-05-12T22:00:00+08:00|1 锁".encode())
    assert opened.hold() == 0
    assert "另存" in capsys.readouterr().out
    assert opened.record.with_name(f"{opened.record.name}.torn.1").exists()


def test_a_bundle_that_is_there_and_differs_is_not_overwritten(sealed: Day) -> None:
    sealed.out.mkdir()
    (sealed.out / "reveal.txt").write_bytes(b"mine")
    with pytest.raises(BundleError, match="overwritten"):
        sealed.hold()
    assert (sealed.out / "reveal.txt").read_bytes() == b"mine"
    assert not (sealed.out / "drawn.tsv").exists()
    assert sealed.lines[-1][4] == "bundle"
    (sealed.out / "reveal.txt").unlink()
    assert sealed.hold() == 0
    assert sealed.finished()


def test_a_bundle_exchanged_between_draw_and_verification_is_refused(sealed: Day) -> None:
    sealed.hold()
    lines = sealed.record.read_bytes().splitlines(keepends=True)
    sealed.record.write_bytes(b"".join(lines[:-1]))
    drawn = (sealed.out / "drawn.tsv").read_bytes()
    (sealed.out / "drawn.tsv").write_bytes(drawn.splitlines(keepends=True)[0])
    with pytest.raises(BrokenChainError, match="record of the ceremony"):
        sealed.hold()
    (sealed.out / "drawn.tsv").write_bytes(drawn)
    assert sealed.hold() == 0


def test_a_record_written_to_by_another_ceremony_stops_this_one(sealed: Day) -> None:
    people, others = sealed.people(), sealed.people()
    others.leave_at = 2
    ask = people.ask

    def interfere(question: str) -> str:
        if "操作人的姓名" in question:
            assert sealed.hold(others) == 2
        return ask(question)

    room = Room(ask=interfere, ask_secret=interfere, now=lambda: AFTER)
    with pytest.raises(BrokenChainError, match="another program"):
        hold_ceremony(sealed.made.commitment, sealed.folder, sealed.out, Output(as_json=False), room=room)
    assert sealed.hold() == 0
    assert sealed.finished()


@pytest.mark.parametrize("where", ["commitment/r.txt", "bundle/r.txt", "x/../commitment/r.txt"])
def test_the_record_is_no_part_of_a_bundle(sealed: Day, where: str) -> None:
    with pytest.raises(InvalidValueError, match="must not lie"):
        sealed.hold(record=sealed.home / where)


def test_json_is_no_dialogue(sealed: Day) -> None:
    with pytest.raises(InvalidValueError, match="--json"):
        hold_ceremony(sealed.made.commitment, sealed.folder, sealed.out, Output(as_json=True))


# The command.


def test_the_command_asks_at_the_keyboard(opened: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", opened.people().ask)
    assert main(["draw", str(opened.folder), "--ceremony", "--record", str(opened.home / "r")]) == 0
    assert read_draw(opened.folder).seed == opened.made.seed


@pytest.mark.parametrize(
    "arguments",
    [
        ("draw", "x", "--ceremony", "--value", "KL8=1"),
        ("draw", "x", "--ceremony", "--code", "y"),
        ("draw", "x", "--value", "KL8=1", "--record", "y"),
    ],
)
def test_values_are_given_or_asked_for_and_not_something_of_both(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    said = capsys.readouterr().err
    assert caught.value.code == 2
    assert "--ceremony" in said


def test_a_sealed_ceremony_needs_a_folder_of_its_own(sealed: Day, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", str(sealed.folder), "--ceremony"]) == 2
    assert "--out" in capsys.readouterr().err
    assert not sealed.record.exists()


@pytest.mark.parametrize(("terminal", "expected"), [(True, "hidden"), (False, "shown")])
def test_on_a_terminal_a_code_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,  # noqa: FBT001
    expected: str,
) -> None:
    keyboard = io.StringIO()
    monkeypatch.setattr(keyboard, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdin", keyboard)
    monkeypatch.setattr(getpass, "getpass", lambda _: "hidden")
    monkeypatch.setattr("builtins.input", lambda _: "shown")
    assert TERMINAL.ask_secret("?") == expected


def test_keys_of_another_encoding_count_as_nothing_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    def gbk(_: str) -> str:
        return "甲".encode("gbk").decode()

    monkeypatch.setattr("builtins.input", gbk)
    assert TERMINAL.ask("?") == ""


def test_the_clock_on_the_wall_has_an_offset() -> None:
    assert TERMINAL.now().utcoffset() is not None


def ceremony(day: Day) -> list[str]:
    return [sys.executable, "-m", "shuangsuiji", "draw", str(day.folder), "--ceremony", "--out", str(day.out)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}


def test_without_a_keyboard_the_command_says_what_it_needs(sealed: Day) -> None:
    done = subprocess.run(
        ceremony(sealed), env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert "a person must answer at a terminal" in done.stderr
    assert "再次运行同一命令" in done.stderr
    assert "Traceback" not in done.stderr


def until(true: Callable[[], bool]) -> None:
    """Wait for another process, a minute at most."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("before", [1, 3, 5, 9, 10])
def test_a_process_killed_in_the_middle_is_taken_up_by_another(sealed: Day, before: int) -> None:
    commit = sealed.made.commitment.commit
    typed = ["甲", "乙", "丙", commit[:8], "一致", INDEX, INDEX, KL8, KL8, OPERATOR[1], SUPERVISOR[1]]
    marks_after = {1: 2, 3: 4, 5: 6, 9: 12, 10: 13}
    with subprocess.Popen(
        ceremony(sealed), env=environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        process.stdin.write("".join(f"{line}\n" for line in typed[:before]).encode())
        process.stdin.flush()
        until(lambda: sealed.record.exists() and len(sealed.lines) >= marks_after[before])
        process.kill()
    assert len(sealed.lines) == marks_after[before]
    again = typed[before:] + ([OPERATOR[1]] if before == 10 else [])
    rest = "".join(f"{line}\n" for line in again)
    done = subprocess.run(ceremony(sealed), env=environment(), input=rest.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert Mark.RESUMED.value in [line[2] for line in sealed.lines]
    assert sealed.finished()
