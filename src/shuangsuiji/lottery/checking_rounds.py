"""Checks of supplementary rounds: what was asked for, when, and who was drawn; SSJ-1 §4.5, §6 (补充抽取核验)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from shuangsuiji.errors import InvalidFormError
from shuangsuiji.lottery.assurance import Grounds
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.checking_draws import compare
from shuangsuiji.lottery.checking_events import check_drand, check_order, check_token
from shuangsuiji.lottery.checking_frames import check_drawable, missing
from shuangsuiji.lottery.checking_matching import MatchingChecker
from shuangsuiji.lottery.checking_reveals import check_reveal
from shuangsuiji.lottery.evidence import Evidence
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.rounds import Taken, round_draw
from shuangsuiji.lottery.seeds import Reveal, Seed, supplement_round
from shuangsuiji.lottery.supplements import Supplement
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["ROUND_FILE", "ROUND_LIKE", "RoundChecker", "round_numbers"]

_K = "([1-9][0-9]{0,8})"
_TABLES = "drawn|thresholds|assignments|advisers|inspectors|recusals"
ROUND_FILE = re.compile(rf"(?:supplement|reveal)\.{_K}\.txt|supplement\.{_K}\.tsr|(?:{_TABLES})\.{_K}\.tsv")
ROUND_LIKE = re.compile(rf"(?:supplement|reveal|{_TABLES})\.[0-9]+\.(?:txt|tsv|tsr)")


def round_numbers(files: Iterable[str]) -> list[int]:
    """Return the numbers of the supplementary rounds that files of a bundle speak of."""
    found = (ROUND_FILE.fullmatch(name) for name in files)
    return sorted({int(one[one.lastindex or 0]) for one in found if one})


@attrs.define(kw_only=True)
class RoundChecker:
    """Walks through the supplementary rounds of one bundle (补充轮次核验器).

    Attributes:
        manifest: the commitment of the main draw.
        main: the reveal of the main draw.
        files: the files of the bundle.
        evidence: what the verifier brings along.
        ledger: takes the checks.
        taken: what has been drawn and replaced so far.
        made: ``committed.at`` of the round before.
        events: the public events of the round before.
        matcher: checks the matching of every round.
        grounds: what the level of every round rests on.

    """

    manifest: Manifest
    main: Reveal
    files: Mapping[str, bytes]
    evidence: Evidence
    ledger: Ledger
    taken: Taken
    made: datetime
    events: tuple[BeaconEvent, ...]
    matcher: MatchingChecker
    grounds: list[Grounds] = attrs.field(factory=list[Grounds])

    def check_all(self) -> None:
        """Check every round, up to the first that cannot be read or has not been revealed."""
        numbers = round_numbers(self.files)
        for due, k in enumerate(numbers, 1):
            if k != due or f"supplement.{k}.txt" not in self.files:
                later = ", ".join(sorted(name for name in self.files if ROUND_FILE.fullmatch(name)))
                zh, en = f"缺少第 {due} 轮的 supplement.{due}.txt", f"supplement.{due}.txt is missing"
                zh, en = f"{zh}，而有 {later}", f"{en}, and there is {later}"
                self.ledger.refuse("supplement", zh, en)
                return
            last = k == numbers[-1]
            if not self._check(k, last=last):
                return

    def _check(self, k: int, *, last: bool) -> bool:
        """Check one round and tell whether the next one can be checked."""
        try:
            asked = Supplement.from_bytes(self.files[f"supplement.{k}.txt"], k)
        except InvalidFormError as error:
            self.ledger.refuse_form(error)
            return False
        self._check_order(asked)
        sound = self._check_request(asked)
        token = check_token(asked.file, self.files, asked.committed_at, self.evidence, self.ledger)
        check_order(asked.beacons, asked.committed_at, token, self.evidence, self.ledger)
        self.made, self.events = asked.committed_at, asked.beacons
        self.matcher.add(asked)
        if f"reveal.{k}.txt" not in self.files:
            return self._not_revealed(k, last=last)
        one = supplement_round(self.manifest, asked, self.main.beacon)
        opened = check_reveal(one, self.files[one.file], self.ledger)
        if opened is None:
            return False
        reveal, seed = opened
        self._weigh(asked, reveal, token=token is not None)
        return sound and self._replay(asked, seed)

    def _check_order(self, asked: Supplement) -> None:
        earliest = max((event.at for event in self.events), default=self.made)
        after = asked.committed_at > self.made and asked.committed_at >= earliest
        self.ledger.settle(
            after,
            "order",
            f"{asked.file}：锁定于 {asked.committed_at.isoformat()}，应晚于上一轮锁定 {self.made.isoformat()}，"
            f"且不早于其随机事件 {earliest.isoformat()}",
            f"{asked.file}: committed at {asked.committed_at.isoformat()}, must lie after the round before, "
            f"{self.made.isoformat()}, and not before its events, {earliest.isoformat()}",
        )

    def _check_request(self, asked: Supplement) -> bool:
        """Check strata, quotas, replacements and caps of a request; tell whether it can be drawn."""
        strata, quotas = self.taken.check_quotas(asked)
        known = self.ledger.settle_all(
            strata, "strata", f"{asked.file}：抽样框和层均已锁定", f"{asked.file}: frames and strata are committed ones"
        )
        self.ledger.settle_all(
            quotas,
            "quota",
            f"{asked.file}：名额不超过剩余对象",
            f"{asked.file}: no quota is above the rows that are left",
        )
        self.ledger.settle_all(
            self.taken.check_replaced(asked),
            "supplement",
            f"{asked.file}：被替换对象均已抽中，且各替换一次",
            f"{asked.file}: the replaced were drawn before, and each is replaced once",
        )
        if known and not quotas:
            self.ledger.settle_all(
                self.taken.check_caps(asked),
                "cap",
                f"{asked.file}：连同主抽取不超过上限（被替换的让出名额）",
                f"{asked.file}: with the main draw no cap is exceeded, the replaced giving their places back",
            )
        return known and not quotas

    def _not_revealed(self, k: int, *, last: bool) -> bool:
        if not last:
            zh, en = f"第 {k} 轮尚未揭示，不得有其后各轮", f"round {k} is not revealed, and there are later ones"
            self.ledger.refuse("supplement", zh, en)
        elif any(f"{name}.{k}.tsv" in self.files for name in ("drawn", "thresholds", "assignments", "advisers")):
            missing(f"reveal.{k}.txt", self.ledger)
        else:
            zh, en = f"第 {k} 轮补充抽取已锁定，尚未揭示", f"supplementary round {k} is committed and not revealed yet"
            self.ledger.leave("uncommitted", zh, en)
        return False

    def _weigh(self, asked: Supplement, reveal: Reveal, *, token: bool) -> None:
        undated = tuple(event.name for event in asked.beacons if self.evidence.known_at(event) is None)
        signed = (
            check_drand(asked.beacons, reveal.beacon, self.files, self.ledger) if asked.beacons else frozenset[str]()
        )
        self.grounds.append(
            Grounds(
                events=asked.beacons,
                beacon=reveal.beacon,
                undated=undated,
                parties=len(self.manifest.chains),
                token=token,
                drand=signed,
            )
        )

    def _replay(self, asked: Supplement, seed: Seed) -> bool:
        tickets = KeyedTickets(self.manifest.alg, seed.key)
        left = {name: self.taken.left(name) for name in asked.quotas}
        drawable = [
            check_drawable(self.taken.terms[name], left[name], quotas, self.ledger)
            for name, quotas in asked.quotas.items()
        ]
        if not all(drawable):
            return False
        replayed = {
            name: round_draw(self.taken.terms[name], left[name], quotas, tickets)
            for name, quotas in asked.quotas.items()
        }
        compare(list(asked.quotas), left, replayed, tickets, self.files, self.ledger, asked.k)
        self.taken = self.taken.after(asked, replayed.values())
        self.matcher.check(asked.k, self.taken, seed)
        return True
