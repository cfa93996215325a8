r"""The record of a ceremony: a text that only grows, in which every line vouches for the one before it (仪式记录).

A line is ``INSTANT|STEP|MARK|WHO|WHAT|DIGEST``. DIGEST is the SHA-256 of two lines, each with its LF: the line before,
and this one without ``|DIGEST``. Before the first line stands COMMIT, so that a record belongs to one commitment::

    printf '%s\n%s\n' "$LINE_BEFORE" "${LINE%|*}" | sha256sum

Every line is on the disk before the next step begins, so that the ceremony may be cut off at any moment. What the chain
does not show is a tail taken away, or a whole record made anew: for that its last digest is read aloud.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from contextlib import nullcontext, suppress
from datetime import datetime
from enum import Enum
from pathlib import Path

import attrs

from shuangsuiji.errors import BrokenChainError, BundleError
from shuangsuiji.values import CHINA, check_field

__all__ = ["BEGIN", "CeremonyRecord", "Entry", "Mark", "flush", "open_record", "write_through"]

BEGIN = "0 开始 begin"
NOBODY = "-"
_LINE = re.compile(rb"[^\n]*\n")
_COLUMNS = 6


class Mark(Enum):
    """What happened in a step (标记)."""

    DONE = "完成 done"
    TYPED = "录入 typed"
    REFUSED = "拒绝 refused"
    STOPPED = "中断 stopped"
    RESUMED = "继续 resumed"
    AGAIN = "再交 handed again"
    TORN = "残行 torn"


@attrs.frozen(kw_only=True)
class Entry:
    """One line of the record, without its digest (记录行).

    Attributes:
        at: when, to the second, in China.
        step: title of the step.
        mark: what happened.
        who: the person or party, ``-`` for the program.
        what: a value or a reason; never a code, and of a sealed draw neither its seed nor what it drew.

    """

    at: datetime
    step: str
    mark: Mark
    who: str
    what: str

    def line_after(self, before: str) -> str:
        """Return the whole line, with the digest that ties it to the line before."""
        at = self.at.astimezone(CHINA).isoformat(timespec="seconds")
        content = f"{at}|{self.step}|{self.mark.value}|{self.who}|{self.what}"
        two_lines = f"{before}\n{content}\n"
        return f"{content}|{hashlib.sha256(two_lines.encode()).hexdigest()}"


@attrs.define(kw_only=True)
class CeremonyRecord:
    """The record of one ceremony, as it stands on the disk (仪式记录).

    Attributes:
        path: the file.
        commit: COMMIT, which stands before the first line.
        steps: the titles of all steps, in order; the first is ``BEGIN``.
        entries: the lines.
        content: the bytes of the file.

    """

    path: Path
    commit: str
    steps: tuple[str, ...]
    entries: list[Entry] = attrs.field(factory=list[Entry])
    content: bytes = b""

    @property
    def last(self) -> str:
        """The last line; COMMIT where there is none."""
        return self.content.decode().split("\n")[-2] if self.content else self.commit

    @property
    def digest(self) -> str:
        """The digest of the last line, which stands for the whole record."""
        return self.last.rpartition("|")[2]

    @property
    def done(self) -> dict[str, Entry]:
        """The steps done, with the line that says so."""
        return {one.step: one for one in self.entries if one.mark is Mark.DONE}

    @property
    def open_step(self) -> str | None:
        """The step that comes next; None when the ceremony is finished."""
        return next(iter(self.steps[len(self.done) :]), None)

    def append(
        self, mark: Mark, at: datetime, who: str = NOBODY, what: str = NOBODY, *, step: str | None = None
    ) -> None:
        """Add a line about the open step, or about one before it, and see it on the disk.

        Raises:
            BrokenChainError: somebody else has written to the file.
            BundleError: the file cannot be written.
            InvalidValueError: a text that is no field.

        """
        step = step or self.open_step or self.steps[-1]
        entry = Entry(at=at, step=step, mark=mark, who=check_field(who, "who"), what=check_field(what, "what"))
        added = f"{entry.line_after(self.last)}\n".encode()
        try:
            if self.path.read_bytes() != self.content:
                zh, en = "仪式进行中被其他程序改动", "was changed by another program while the ceremony went on"
                raise _broken(self.path, zh, en, f"{len(self.content)} bytes", "另外的内容 other bytes")
            with self.path.open("ab") as file:
                file.write(added)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise BundleError.because(self.path, error, "无法写入", "cannot be written") from None
        self.entries.append(entry)
        self.content += added


def open_record(path: Path, commit: str, steps: tuple[str, ...], at: datetime) -> CeremonyRecord:
    """Return the record of a ceremony: begun now, or read and checked where the file is there (打开记录).

    A last line that was cut off while it was written is moved to ``FILE.torn.N``, and a line says so.

    Raises:
        BrokenChainError: of another commitment, altered, out of order, or of a ceremony that is finished.
        BundleError: the file cannot be read or written.

    """
    record = CeremonyRecord(path=path, commit=commit, steps=steps)
    try:
        if not path.exists() and not path.is_symlink():
            _begin(record, at)
            return record
        if path.is_symlink() or not path.is_file():
            raise BundleError(path=path, rule_zh="应为普通文件", rule="must be a plain file")
        content = path.read_bytes()
        lines = _LINE.findall(content)
        _read(record, lines)
        _set_aside(record, content[len(record.content) :], at)
    except OSError as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError.because(path, error, "无法读写", "cannot be read or written") from None
    return record


def _begin(record: CeremonyRecord, at: datetime) -> None:
    """Write the first line; the file is renamed into its place, so that it is never there without that line."""
    entry = Entry(at=at, step=BEGIN, mark=Mark.DONE, who=NOBODY, what=record.commit)
    content = f"{entry.line_after(record.commit)}\n".encode()
    born = record.path.with_name(f"{record.path.name}.new")
    write_through(born, content)
    born.rename(record.path)
    flush(record.path.parent)
    record.entries.append(entry)
    record.content = content


def _read(record: CeremonyRecord, lines: Collection[bytes]) -> None:
    """Read whole lines, each of which must follow from the one before it and stand in its turn."""
    for number, raw in enumerate(lines, 1):
        where = f"{record.path} 第 {number} 行 line {number}"
        entry = _parse(raw)
        if entry is None:
            zh, en = "不是仪式记录的一行", "is no line of the record of a ceremony"
            raise _broken(where, zh, en, "INSTANT|STEP|MARK|WHO|WHAT|DIGEST", repr(raw[:80]))
        line = raw.decode().rstrip("\n")
        _check_commitment(record, entry, line)
        if entry.line_after(record.last) != line:
            zh, en = "与上一行不衔接，记录被改动", "does not follow from the line before it, the record was altered"
            expected = entry.line_after(record.last).rpartition("|")[2]
            raise _broken(where, zh, en, expected, line.rpartition("|")[2])
        _check_turn(record, entry, where)
        record.entries.append(entry)
        record.content += raw
    if not record.entries:
        zh, en = "没有完整的一行，不是仪式记录", "holds no whole line, it is no record of a ceremony"
        raise _broken(record.path, zh, en, BEGIN, "—")
    if record.open_step is None:
        zh, en = "仪式已经完成，不再续做", "the ceremony is finished and cannot go on"
        raise _broken(
            record.path, zh, en, "未完成 unfinished", f"{record.entries[-1].at.isoformat()} {Mark.DONE.value}"
        )


def _parse(raw: bytes) -> Entry | None:
    """Return what a line says, or None where it has not the form of one."""
    try:
        parts = raw.decode().rstrip("\n").split("|")
        at, step, mark, who, what, _ = parts if len(parts) == _COLUMNS else [""] * _COLUMNS
        entry = Entry(at=datetime.fromisoformat(at), step=step, mark=Mark(mark), who=who, what=what)
    except ValueError:
        return None
    return None if entry.at.utcoffset() is None else entry


def _check_commitment(record: CeremonyRecord, entry: Entry, line: str) -> None:
    """Tell the sound record of another commitment from one that was altered."""
    if not record.entries and entry.what != record.commit and entry.line_after(entry.what) == line:
        zh, en = "是另一次锁定的仪式记录", "is the record of another commitment's ceremony"
        raise _broken(record.path, zh, en, record.commit, entry.what)


def _check_turn(record: CeremonyRecord, entry: Entry, where: str) -> None:
    """Check that a line speaks of the step whose turn it is; what is handed again belongs to a step done before."""
    expected = record.open_step
    turn = entry.step in record.done if entry.mark is Mark.AGAIN else entry.step == expected
    if not turn:
        zh, en = "步骤不合次序", "a step out of order"
        raise _broken(where, zh, en, expected or "仪式已经完成 finished", f"{entry.step} {entry.mark.value}")


def _set_aside(record: CeremonyRecord, tail: bytes, at: datetime) -> None:
    """Move a line that was cut off into a file of its own; cut off in here, the next start takes it up again."""
    number = 1 + sum(entry.mark is Mark.TORN for entry in record.entries)
    aside = record.path.with_name(f"{record.path.name}.torn.{number}")
    if tail:
        write_through(aside, tail)
        with record.path.open("r+b") as file:
            file.truncate(len(record.content))
            file.flush()
            os.fsync(file.fileno())
    if aside.is_file():
        torn = aside.read_bytes()
        record.append(Mark.TORN, at, what=f"{len(torn)} 字节 bytes SHA-256 {hashlib.sha256(torn).hexdigest()}")


def write_through(path: Path, content: bytes) -> None:
    """Write a file of its own, which only its owner may read, and see it on the disk (写入并落盘).

    Raises:
        OSError: the file cannot be written.

    """
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    flush(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """See a file or a folder on the disk, where the system can say so of a folder (落盘)."""
    with suppress(OSError) if path.is_dir() else nullcontext():
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _broken(link: object, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
