"""Supplementary rounds: replacements and extensions, asked for before their own beacon: SSJ-1 §4.5 (补充抽取)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.answers import Answer, answer
from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.records import Draw, items_by_object
from shuangsuiji.errors import BrokenChainError
from shuangsuiji.lottery.checking_people import strange_recusals
from shuangsuiji.lottery.rounds import Taken, round_draw
from shuangsuiji.lottery.samples import FrameDraw, drawn_bytes, thresholds_bytes
from shuangsuiji.lottery.seeds import Reveal, Round, Seed, open_round, supplement_round
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.substitutions import Substitution, bound_by
from shuangsuiji.lottery.supplements import Supplement
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.values import freeze

__all__ = ["SupplementCommitment", "SupplementDraw"]


@attrs.frozen(kw_only=True)
class SupplementCommitment:
    """The request for one more round; publish ``digest`` before its beacon happens (补充抽取锁定).

    Attributes:
        before: the main draw, or the round before.
        supplement: what is asked for.
        added: officers and recusals that come with the round; None where none do.
        substituted: the substitutions made before it, by number; what is matched in the round depends on them.

    Raises:
        DuplicateError: an officer who comes with the round and is there already.
        InvalidValueError: a pair that comes with the round and is recused already.
        BrokenChainError: a round out of turn, an object that was not drawn or has been replaced before, more than is
            left, more than a cap allows, a time that does not lie after the round before, officers who are not the ones
            of the request.

    """

    before: Draw | SupplementDraw
    supplement: Supplement
    added: Staff | None = None
    substituted: tuple[Substitution, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.supplement.k != self.before.k + 1:
            raise _broken("k", "轮次须依次", "rounds follow one another", self.before.k + 1, self.supplement.k)
        taken = self.before.taken
        strata, quotas = taken.check_quotas(self.supplement)
        faults = (
            strata
            or quotas
            or taken.check_replaced(self.supplement)
            or taken.check_caps(self.supplement)
            or taken.check_weights(self.supplement)
        )
        if faults:
            zh, en = "补充抽取与此前的抽取不衔接", "does not follow from what was drawn before"
            raise _broken(self.supplement.file, zh, en, "相符 agreement", "; ".join(faults))
        made, events = self.before.made_at, self.before.round.events
        earliest = max((event.at for event in events), default=made)
        at = self.supplement.committed_at
        if at <= made or at < earliest:
            zh, en = "须晚于上一轮", "must lie after the round before"
            raise _broken("committed.at", zh, en, max(made, earliest).isoformat(), at.isoformat())
        late = [event.name for event in self.supplement.beacons if min(event.at, event.known_at or event.at) <= at]
        if late:
            zh, en = "公共随机事件须晚于锁定时间", "events must happen after the commitment"
            raise _broken("beacon.at", zh, en, at.isoformat(), "、".join(late))

        self._check_people()

    def _check_people(self) -> None:
        """Check the people who come with the round, and that no substitution belongs after it."""
        tables, alg = self.supplement.tables, self.commitment.manifest.alg
        if tables and self.commitment.manifest.matching is None:
            raise _broken(self.supplement.file, "锁定单没有人员匹配", "the manifest matches nobody", "无 none", tables)
        if self.added is not None:
            self.added.check_committed(alg, tables, f"{self.supplement.file} ")
            self._check_added(self.added)
        due = bound_by(self.substituted, self.supplement.k, alg)
        if len(self.substituted) != (due[0] if due else 0) or self.supplement.substituted != due:
            zh, en = "应为本轮之前的全部替换", "are all those made before this round"
            link = f"{self.supplement.file} substitutions"
            raise _broken(link, zh, en, self.supplement.substituted, due)

    def _check_added(self, added: Staff) -> None:
        """Check that those who come on top are new, are certified for the window, and recused from what there is."""
        faults = strange_recusals(added, self.commitment.frames)
        window = self.commitment.manifest.window
        faults += [f"{one.id} {one.valid_until}" for one in added.lapsing(window[1])] if window else []
        if faults:
            zh, en = (
                "增派人员证件须覆盖任务期间，回避须指抽样框中的对象",
                "certificates cover the window, recusals name objects",
            )
            raise _broken(self.supplement.file, zh, en, "相符 agreement", "; ".join(faults))
        if self.commitment.staff is not None:
            len(self.staff.officers)

    @cached_property
    def staff(self) -> Staff:
        """Everyone who may be matched in the round: the committed, those of earlier rounds, those who come with it.

        Raises:
            DuplicateError: an officer who is there already.
            InvalidValueError: a pair that is recused already.
            BrokenChainError: the tables of people are not at hand.

        """
        before = self.before.request.staff if isinstance(self.before, SupplementDraw) else self.commitment.staff
        if before is None:
            zh, en = "人员表未随包公开", "the tables of people are not part of this bundle"
            raise _broken("inspectors", zh, en, "inspectors.tsv", "无 none")
        return before.joined_by(self.added) if self.added else before

    @property
    def commitment(self) -> Commitment:
        """The commitment of the main draw."""
        return self.before.commitment

    @property
    def taken(self) -> Taken:
        """What has been drawn so far."""
        return self.before.taken

    @property
    def digest(self) -> str:
        """SUPPLEMENT, the hash to publish before the round's beacon."""
        return self.supplement.digest(self.commitment.manifest.alg)

    @cached_property
    def round(self) -> Round:
        """What the reveal of this round has to open."""
        return supplement_round(self.commitment.manifest, self.supplement, self.before.main.reveal.beacon)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files of the whole bundle so far, by name."""
        tables: Mapping[str, bytes] = self.added.tables() if self.added else {}
        people = {f"{name}.{self.supplement.k}.tsv": tables[name] for name in self.supplement.tables if tables}
        return freeze({**self.before.files, self.supplement.file: self.supplement.to_bytes(), **people})

    def __repr__(self) -> str:
        asked = sum(sum(strata.values()) for strata in self.supplement.quotas.values())
        replaced = len(self.supplement.replaced)
        return f"<补充抽取锁定 第 {self.supplement.k} 轮：替换 {replaced} 个，应抽 {asked}，{self.digest[:12]}…>"


@attrs.frozen(kw_only=True)
class SupplementDraw:
    """A supplementary round; it holds its request and its reveal, everything else is computed (补充抽取).

    Attributes:
        request: what was asked for before the round's beacon.
        reveal: beacon values and the parties' next codes.

    Raises:
        RefusedRevealError: the reveal does not open the round.

    """

    request: SupplementCommitment
    reveal: Reveal

    def __attrs_post_init__(self) -> None:
        open_round(self.request.round, self.reveal)

    @property
    def k(self) -> int:
        """Number of the round, from 1."""
        return self.request.supplement.k

    @property
    def main(self) -> Draw:
        """The main draw."""
        return self.request.before.main

    @property
    def rounds(self) -> tuple[SupplementDraw, ...]:
        """All rounds up to this one, in order."""
        before = self.request.before
        return (*(before.rounds if isinstance(before, SupplementDraw) else ()), self)

    @property
    def commitment(self) -> Commitment:
        """The commitment of the main draw."""
        return self.request.commitment

    @property
    def round(self) -> Round:
        """What this round's reveal opened."""
        return self.request.round

    @property
    def made_at(self) -> datetime:
        """When this round was committed."""
        return self.request.supplement.committed_at

    @cached_property
    def seed(self) -> Seed:
        """SEED of the round, and the keys that follow from it."""
        return open_round(self.request.round, self.reveal)

    @cached_property
    def frames(self) -> tuple[FrameDraw, ...]:
        """What the round drew, frame by frame."""
        taken, tickets = self.request.taken, KeyedTickets(self.commitment.manifest.alg, self.seed.key)
        return tuple(
            round_draw(taken.terms[name], taken.left(name), quotas, tickets)
            for name, quotas in self.request.supplement.quotas.items()
        )

    @cached_property
    def objects(self) -> Mapping[str, tuple[str, ...]]:
        """For every object that the round drew, the items for which it was drawn."""
        return items_by_object(self.frames)

    @cached_property
    def taken(self) -> Taken:
        """What has been drawn, this round included."""
        return self.request.taken.after(self.request.supplement, self.frames)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files of the whole bundle, by name."""
        return freeze(
            {
                **self.request.files,
                f"reveal.{self.k}.txt": self.reveal.to_bytes(self.seed),
                f"drawn.{self.k}.tsv": drawn_bytes(self.frames),
                f"thresholds.{self.k}.tsv": thresholds_bytes(self.frames),
            }
        )

    def why(self, id_: str) -> Answer:
        """Return why an object was drawn or not in this round (为什么是我)."""
        return answer(self.commitment, self.frames, self.seed, id_, before=self.request.taken)

    def __repr__(self) -> str:
        sealed = self.commitment.manifest.mode == "sealed"
        return f"<补充抽取 第 {self.k} 轮：抽中 {len(self.objects)} 个对象，{'封存' if sealed else self.seed.key}>"

    def _repr_html_(self) -> str:
        rows = (
            (one.name, part.stratum, part.rows, part.quota, part.threshold or "—")
            for one in self.frames
            for part in one.strata
        )
        return html_table(repr(self), ("事项", "层", "剩余", "抽取", "阈值"), rows)


def _broken(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
