"""Checks that replay the matching, round by round, and compare it with what was published (匹配核验)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.checking_draws import read_rows
from shuangsuiji.lottery.checking_people import check_added, check_people
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.matching_rounds import RoundMatching, Seated
from shuangsuiji.lottery.rounds import Taken
from shuangsuiji.lottery.seeds import Seed
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.substitutions import COLUMNS, SUBSTITUTIONS, Substitution, bound_by, substitution_of
from shuangsuiji.lottery.supplements import Supplement
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["ASSIGNED_COLUMNS", "MatchingChecker"]

ASSIGNED_COLUMNS = 5


@attrs.define(kw_only=True)
class MatchingChecker:
    """Walks through the matchings of one bundle (匹配核验器).

    Attributes:
        manifest: the commitment of the main draw.
        frames: the committed frames that could be read.
        files: the files of the bundle.
        ledger: takes the checks.
        seated: who sits where so far; None where it cannot be replayed.
        added: what the round to come adds.
        listed: the substitutions of the bundle, by number.
        substitutions: those of the bundle that have not been replayed yet, by number.

    """

    manifest: Manifest
    frames: Mapping[str, TableFrame]
    files: Mapping[str, bytes]
    ledger: Ledger
    seated: Seated | None = None
    added: Staff | None = None
    listed: tuple[Substitution, ...] = ()
    substitutions: tuple[Substitution, ...] = ()

    @classmethod
    def of(
        cls, manifest: Manifest, frames: Mapping[str, TableFrame], files: Mapping[str, bytes], ledger: Ledger
    ) -> MatchingChecker:
        """Return the checker of a bundle, with the people of its manifest checked."""
        made = cls(manifest=manifest, frames=frames, files=files, ledger=ledger)
        staff = check_people(manifest, frames, files, ledger)
        if staff is not None and manifest.matching is not None:
            made.seated = Seated(terms=manifest.matching, staff=staff, alg=manifest.alg)
        if manifest.matching is not None and SUBSTITUTIONS in files:
            made.listed = made.substitutions = made._read()
        return made

    def _read(self) -> tuple[Substitution, ...]:
        """Return the substitutions in the order of their numbers, which must run on, after rounds that do not fall."""
        rows = read_rows(SUBSTITUTIONS, COLUMNS, self.files, self.ledger)
        if rows is None:
            self.seated = None
            return ()
        try:
            made = sorted(map(substitution_of, rows), key=lambda one: one.number)
        except InvalidValueError as error:
            self.ledger.refuse("matching", f"{SUBSTITUTIONS}：{error.zh_line}", f"{SUBSTITUTIONS}: {error.en_line}")
            self.seated = None
            return ()
        running = [one.number for one in made] == list(range(1, len(made) + 1))
        rising = all(one.k <= other.k for one, other in pairwise(made))
        zh, en = f"{SUBSTITUTIONS}：编号连续，轮次不减", f"{SUBSTITUTIONS}: numbers run on, and rounds do not fall"
        self.ledger.settle(running and rising, "matching", zh, en)
        return tuple(made)

    def add(self, asked: Supplement) -> None:
        """Take the officers and recusals that a request adds, and check what it binds of the substitutions so far."""
        self.check_bound(asked)
        before = self.seated.staff if self.seated else None
        self.added = check_added(self.manifest, asked, before, self.frames, self.files, self.ledger)
        if asked.tables and self.added is None:
            self.seated = None
        if self.seated and self.added:
            sitting = [" ".join(pair) for pair in self.seated.sitting(sorted(self.added.barred))]
            zh, en = (
                f"{asked.file}：新增回避的人员均不在该对象的检查组中",
                f"{asked.file}: nobody newly recused sits there",
            )
            self.ledger.settle_all(sitting, "recusal", zh, en)

    def check_bound(self, asked: Supplement) -> None:
        """Check that a request binds the substitutions made before it, all of them and no others."""
        if self.manifest.matching is None:
            if asked.substituted:
                zh, en = "锁定单没有人员匹配", "the manifest matches nobody"
                self.ledger.refuse("supplement", f"{asked.file}：{zh}", f"{asked.file}: {en}")
            return
        due = bound_by(self.listed, asked.k, self.manifest.alg)
        if due or asked.substituted:
            told, found = (f"{one[0]} {one[1]}" if one else "-" for one in (asked.substituted, due))
            zh = f"{asked.file}：此前的替换，锁定 {told}，实有 {found}"
            en = f"{asked.file}: substitutions before it, {told} committed, {found} found"
            self.ledger.settle(asked.substituted == due, "matching", zh, en)

    def check(self, k: int, taken: Taken, seed: Seed) -> None:
        """Replay the matching of a round and its substitutions, and compare them with what was published."""
        if self.manifest.matching is None:
            return
        if self.seated is None:
            self._not_replayed(k)
            return
        self.seated, made = self.seated.after_round(k, taken, seed.matching_key, self.added)
        self.added = None
        for file, content in made.files.items():
            self._compare(file, content)
        self._told(made)
        self._substitute(k, seed.matching_key)

    def _not_replayed(self, k: int) -> None:
        suffix = f".{k}.tsv" if k else ".tsv"
        for name in ("assignments", "advisers"):
            if f"{name}{suffix}" in self.files:
                read_rows(f"{name}{suffix}", ASSIGNED_COLUMNS, self.files, self.ledger)
        zh, en = "人员匹配未能重演", "the matching of inspectors could not be replayed"
        self.ledger.leave("matching", f"{zh}（第 {k} 轮）" if k else zh, f"{en} (round {k})" if k else en)

    def _compare(self, file: str, content: bytes) -> None:
        if file not in self.files:
            self.ledger.leave("matching", f"尚未匹配，没有 {file}", f"not matched yet, there is no {file}")
            return
        rows = read_rows(file, ASSIGNED_COLUMNS, self.files, self.ledger)
        if rows is None:
            return
        due = parse_table(content, file, ASSIGNED_COLUMNS)
        self.ledger.settle_all(
            _differences(rows, due), "matching", f"{file} 与重演一致", f"{file} agrees with the replay"
        )

    def _told(self, made: RoundMatching) -> None:
        for one in made.shortages:
            places = f"{one.department}: {one.missing} places too few for {one.seats} seats"
            self.ledger.note("matching", f"有席位无人可派：{one}", f"seats stay empty, {places}")
        if made.unadvised:
            zh, en = f"{made.unadvised} 个专家席无人", f"{made.unadvised} expert seats stay empty"
            self.ledger.note("matching", zh, en)

    def _substitute(self, k: int, key: str) -> None:
        due = [one for one in self.substitutions if one.k == k]
        self.substitutions = tuple(one for one in self.substitutions if one.k != k)
        wrong: list[str] = []
        for one in due:
            if self.seated is None:
                return
            try:
                self.seated, replayed = self.seated.substitute(one, key)
            except InvalidValueError as error:
                wrong.append(error.zh_line)
                self.seated = None
                break
            if replayed.new != one.new:
                wrong.append(f"{one!r} ≠ {replayed.new or '-'}")
        if due:
            zh, en = f"{SUBSTITUTIONS} 与重演一致", f"{SUBSTITUTIONS} agrees with the replay"
            self.ledger.settle_all(wrong, "matching", zh, en)

    def finish(self) -> None:
        """Refuse substitutions after rounds that are not in the bundle."""
        if self.substitutions and self.seated is not None:
            zh, en = "替换所在轮次不在本包中", "a substitution after a round that is not in the bundle"
            rows = [repr(one) for one in self.substitutions]
            self.ledger.settle_all(rows, "matching", zh, en)


def _differences(found: Sequence[tuple[str, ...]], due: Sequence[tuple[str, ...]]) -> list[str]:
    listed, expected = set(found), set(due)
    wrong = [f"{' '.join(row)} 与重演不符 not as replayed" for row in found if row not in expected]
    return wrong + [f"{' '.join(row)} 应列而未列 missing" for row in due if row not in listed]
