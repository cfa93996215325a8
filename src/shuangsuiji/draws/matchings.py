"""The matching: inspectors for what was drawn, and all that follows from the draw's own seed: 3.2.2 (匹配)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.supplements import SupplementDraw
from shuangsuiji.errors import BrokenChainError, InfeasibleMatchingError, InvalidValueError
from shuangsuiji.lottery.matching_rounds import RoundMatching, Seated
from shuangsuiji.lottery.seating import Team, UnitKey, live_units
from shuangsuiji.lottery.shortages import Shortage
from shuangsuiji.lottery.substitutions import SUBSTITUTIONS, Substitution, substitutions_bytes
from shuangsuiji.registry.rosters import check_reason
from shuangsuiji.terms import AbsenceReason, RecusalReason, Term
from shuangsuiji.values import check_field, check_kind, freeze

__all__ = ["Matching", "match", "substitute"]


@attrs.frozen(kw_only=True)
class Matching:
    """Who inspects what: it holds the draw, and is computed from the draw's own seed (匹配).

    Attributes:
        draw: the main draw, or the last of its supplementary rounds, with all that came before.
        substitutions: who could not go, and who goes instead by lot; by number.

    Raises:
        BrokenChainError: the draw matches nobody, or its people are not at hand, or substitutions are not those that
            its rounds rest on, or another officer stands in one than the lot gave.

    """

    draw: Draw | SupplementDraw
    substitutions: tuple[Substitution, ...] = ()

    def __attrs_post_init__(self) -> None:
        commitment = self.commitment
        if commitment.manifest.matching is None:
            raise _broken("manifest", "锁定单没有组队规则", "the manifest has no teams", "team.F.DEPT", "无 none")
        if commitment.staff is None:
            zh, en = "人员表未随包公开，无法匹配", "the tables of people are not part of this bundle"
            raise _broken("inspectors", zh, en, "inspectors.tsv", "无 none")
        if [one.number for one in self.substitutions] != list(range(1, len(self.substitutions) + 1)):
            zh, en = "编号须连续", "numbers run on from 1"
            raise _broken("substitutions", zh, en, "1, 2, 3 …", [one.number for one in self.substitutions])
        for one in self._requests:
            if one.request.supplement.tables and one.request.added is None:
                zh, en = "增派人员表未随包公开", "the officers who come with the round are not part of this bundle"
                raise _broken(f"inspectors.{one.k}", zh, en, f"inspectors.{one.k}.tsv", "无 none")
            fixed = tuple(made for made in self.substitutions if made.k < one.k)
            if one.request.substituted != fixed:
                zh, en = f"与第 {one.k} 轮所依据的替换不符", f"not the substitutions that round {one.k} rests on"
                raise _broken("substitutions", zh, en, one.request.substituted, fixed)
        last = max((one.k for one in self.substitutions), default=0)
        if last > self.k:
            raise _broken("substitutions", "轮次尚未匹配", "made after a round to come", self.k, last)
        if self.substitutions:
            len(self._walk)

    @property
    def _requests(self) -> tuple[SupplementDraw, ...]:
        return self.draw.rounds if isinstance(self.draw, SupplementDraw) else ()

    @property
    def k(self) -> int:
        """Number of the last round, 0 for the main draw."""
        return self.draw.k

    @property
    def main(self) -> Draw:
        """The main draw."""
        return self.draw.main

    @property
    def commitment(self) -> Commitment:
        """The commitment of the main draw."""
        return self.draw.commitment

    @property
    def made_at(self) -> datetime:
        """When the last round was committed."""
        return self.draw.made_at

    @cached_property
    def _walk(self) -> tuple[tuple[Seated, RoundMatching], ...]:
        """What every round brought, and who sat where after it and its substitutions."""
        manifest, staff = self.commitment.manifest, self.commitment.staff
        terms = manifest.matching
        if terms is None or staff is None:  # pragma: no cover - refused above
            return ()
        seated = Seated(terms=terms, staff=staff, alg=manifest.alg)
        walked: list[tuple[Seated, RoundMatching]] = []
        draws: tuple[Draw | SupplementDraw, ...] = (self.main, *self._requests)
        for one in draws:
            added = one.request.added if isinstance(one, SupplementDraw) else None
            seated, made = seated.after_round(one.k, one.taken, one.seed.matching_key, added)
            for due in (each for each in self.substitutions if each.k == one.k):
                seated, found = self._replayed(seated, due, one.seed.matching_key)
                if found.new != due.new:
                    link, zh, en = f"substitution {due.number}", "应由号签决定", "the lot gives another"
                    raise _broken(link, zh, en, found.new, due.new)
            walked.append((seated, made))
        return tuple(walked)

    @staticmethod
    def _replayed(seated: Seated, due: Substitution, key: str) -> tuple[Seated, Substitution]:
        try:
            return seated.substitute(due, key)
        except InvalidValueError as error:
            link, zh, en = f"substitution {due.number}", "须为该席现任人员", "must be who holds the seat"
            raise _broken(link, zh, en, error.params["rule_zh"], due.old) from None

    @property
    def rounds(self) -> tuple[RoundMatching, ...]:
        """What the main draw and every supplementary round brought, in order."""
        return tuple(made for _, made in self._walk)

    @property
    def seated(self) -> Seated:
        """Who sits where after all of it."""
        return self._walk[-1][0]

    @property
    def teams(self) -> Mapping[UnitKey, Team]:
        """The team of every object and department, by both."""
        return self.seated.officers.teams

    @property
    def advisers(self) -> Mapping[UnitKey, Team]:
        """The experts who assist each team, by object and department."""
        return self.seated.experts.teams

    @property
    def empty(self) -> tuple[tuple[str, str, int], ...]:
        """The seats that nobody holds, of objects still to be visited: object, department and number."""
        live = live_units(self.draw.taken.live, self.seated.terms.teams)
        return tuple((*key, number) for key, team in self.teams.items() if key in live for number in team.open)

    @property
    def shortages(self) -> tuple[Shortage, ...]:
        """Why seats stay empty in the last round, by department."""
        return self.rounds[-1].shortages

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files of the whole bundle, by name."""
        files = dict(self.draw.files)
        for one in self.rounds:
            files |= one.files
        if self.substitutions:
            files[SUBSTITUTIONS] = substitutions_bytes(self.substitutions)
        return freeze(files)

    def __repr__(self) -> str:
        one = self.commitment.manifest
        seats = sum(len(team.holders) for team in self.teams.values())
        repairs = sum(made.matched.repairs for made in self.rounds)
        counts = f"{len(self.teams)} 个检查组 {seats} 席，空席 {len(self.empty)}，修补 {repairs} 次"
        return f"<匹配 {one.agency} {one.plan}/{one.task}：{counts}，替换 {len(self.substitutions)} 次>"

    def _repr_html_(self) -> str:
        if self.commitment.manifest.mode == "sealed":  # who goes where stays sealed like KEY
            counts = Counter(department for _, department in self.teams)
            return html_table(repr(self), ("部门", "检查组"), sorted(counts.items()))
        rows = (
            (*key, team.region, "、".join(team.members), "、".join(self._experts(key)))
            for key, team in self.teams.items()
        )
        return html_table(repr(self), ("检查对象", "部门", "区域", "执法检查人员", "专家"), rows, total=len(self.teams))

    def _experts(self, key: UnitKey) -> Iterable[str]:
        team = self.advisers.get(key)
        return team.members if team else ()


def match(draw: Draw | SupplementDraw, *, partial: bool = False) -> Matching:
    """Match inspectors to what was drawn, by the draw's own seed: 3.2.2 (匹配).

    Args:
        draw: the main draw, or a supplementary round; everything else was committed with it.
        partial: return the matching also where seats stay empty: they wait for a supplementary round with more
            officers.

    Raises:
        InfeasibleMatchingError: seats stay empty; ``params["matching"]`` holds what could be done,
            ``params["shortages"]`` why, department by department.
        BrokenChainError: the draw matches nobody, or its people are not at hand.

    """
    if not isinstance(draw, SupplementDraw):
        check_kind(draw, Draw, "match")
    fixed = draw.request.substituted if isinstance(draw, SupplementDraw) else ()
    made = Matching(draw=draw, substitutions=fixed)
    if made.empty and not partial:
        raise _infeasible(made)
    return made


def substitute(
    matching: Matching,
    object_id: str,
    officer: str,
    *,
    reason: AbsenceReason | RecusalReason | str,
    partial: bool = False,
) -> Matching:
    """Replace somebody who cannot go, by lot, and leave everybody else where he is: matching.md §3 (替换检查人员).

    Args:
        matching: the matching so far.
        object_id: the object to which he cannot go.
        officer: his id.
        reason: why, as it is published: an ``AbsenceReason``, a ``RecusalReason`` or another code.
        partial: leave the seat empty where nobody can go instead; it waits for a supplementary round.

    Raises:
        InvalidValueError: he holds no seat on that object, the object is not visited any more, or a reason that says
            nothing.
        InfeasibleMatchingError: nobody can go instead.

    """
    check_kind(matching, Matching, "substitute")
    seats = matching.seated.officers.places_of(object_id, officer)
    if not seats:
        zh, en = "该对象的检查组中没有此人", "holds no seat on that object"
        raise InvalidValueError(field=f"substitute {object_id}", rule_zh=zh, rule=en, value=officer)
    (unit, seat), number = seats[0], len(matching.substitutions) + 1
    asked = Substitution(
        number=number,
        k=matching.k,
        object=object_id,
        department=unit[1],
        seat=seat,
        old=officer,
        new=None,
        reason=check_reason(reason.value if isinstance(reason, Term) else check_field(reason, "reason"), "reason"),
    )
    _, made = matching.seated.substitute(asked, matching.draw.seed.matching_key)
    after = attrs.evolve(matching, substitutions=(*matching.substitutions, made))
    if made.new is None and not partial:
        zh, en = "无人可替，须由补充抽取增派", "nobody can go instead; the seat needs a supplementary round"
        raise InfeasibleMatchingError(
            field=f"{object_id} {unit[1]} {seat}", shown_zh=zh, shown=en, matching=after, shortages=()
        )
    return after


def _infeasible(made: Matching) -> InfeasibleMatchingError:
    shown_zh = "；".join(map(str, made.shortages)) or f"{len(made.empty)} 席空缺"
    shown = "; ".join(f"{one.department}: {one.missing} places too few for {one.seats} seats" for one in made.shortages)
    return InfeasibleMatchingError(
        field=made.commitment.manifest.task,
        shown_zh=shown_zh,
        shown=shown or f"{len(made.empty)} empty seats",
        matching=made,
        shortages=made.shortages,
    )


def _broken(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
