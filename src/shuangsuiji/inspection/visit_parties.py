"""Who inspects what at one object: the teams of the matching, and nobody by hand: 3.2.2, 3.2.4 (到场部门与人员).

A department has its own items and its own officers. Where it has no team for any of the items for which an object was
drawn, it sends nobody there; where an item has no team rule at all, it is said who went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NoReturn

import attrs

from shuangsuiji.draws import Matching
from shuangsuiji.draws.history import departments_going
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.inspection.draw_lines import Record, drawn_of
from shuangsuiji.inspection.visit_parts import VisitOfficer
from shuangsuiji.law import LIYANG_2020, RuleBook
from shuangsuiji.lottery.seating import Team, live_units
from shuangsuiji.planning import team_minimum
from shuangsuiji.registry import InspectionItem, Inspector, InspectorPool, ItemList
from shuangsuiji.terms import AbsenceReason
from shuangsuiji.values import FrozenMap, freeze, texts

__all__ = ["Parties", "check_enough", "parties_at", "seated_from", "teams_at"]

Pair = tuple[str, str]
"""An item and a department that inspects it (事项与部门)."""

_CLAUSES = {
    AbsenceReason.QUALIFICATION_LAPSED: "2.3.8",
    AbsenceReason.LEAVE: "3.2.2",
    AbsenceReason.TRAINING: "3.2.2",
}


@attrs.frozen(kw_only=True)
class Parties:
    """What is inspected at an object by whom, and who goes for it (到场各方).

    Attributes:
        pairs: item and department, by item.
        teams: by department, the team of the matching; empty for departments whose officers are named.
        named: ids of the officers who are named, since nobody is matched for their department.

    """

    pairs: tuple[Pair, ...]
    teams: Mapping[str, Team] = attrs.field(converter=freeze, factory=FrozenMap[str, Team])
    named: tuple[str, ...] = ()

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that inspect something, in the order of the items."""
        return tuple(dict.fromkeys(department for _, department in self.pairs))

    @property
    def matched(self) -> bool:
        """Whether everybody goes by lot."""
        return bool(self.teams) and not self.named

    def shown(self, people: InspectorPool, first: date, last: date) -> tuple[VisitOfficer, ...]:
        """Return everybody who goes, with the certificate that he shows (到场人员).

        Raises:
            UnknownNameError: somebody whom the pool does not know.
            InvalidValueError: somebody named of a department that has a team.
            LawError: an expert (2.3.10), somebody who was away or serves elsewhere by now (3.2.2), or without a valid
                certificate or qualification (2.3.7, 2.3.8): whoever cannot go is substituted by lot.

        """
        seated = [
            (id_, department, team.seats[number - 1])
            for department in self.departments
            if (team := self.teams.get(department)) is not None
            for number, id_ in sorted(team.holders.items())
        ]
        named = [(id_, None, ()) for id_ in self.named]
        went = tuple(_shown(people, *one, first, last) for one in (*seated, *named))
        for one in went[len(seated) :]:
            if one.department in self.teams:
                zh, en = f"{one.department} 的到场人员即匹配人员", "the matching says who goes for his department"
                raise InvalidValueError(field="officers", rule_zh=zh, rule=en, value=one.id)
        return went


def teams_at(record: Record, object_id: str, codes: Iterable[str]) -> Mapping[str, Team]:
    """Return the teams that go to an object for these items, by department; none of a draw alone (到场检查组).

    A team that was made for items for which the object has been replaced goes there no more.
    """
    if not isinstance(record, Matching):
        return {}
    units = live_units({object_id: tuple(codes)}, record.seated.terms.teams)
    return {unit[1]: record.teams[unit] for unit in sorted(units)}


def parties_at(
    record: Record,
    object_id: str,
    codes: Iterable[str],
    items: ItemList,
    *,
    only: Iterable[Pair] | None = None,
    officers: Iterable[str] | None = None,
) -> Parties:
    """Return who inspects what at an object, of the items for which it was drawn: 3.2.2 (到场各方).

    Args:
        record: the matching; a draw alone only where the task matches nobody.
        object_id: the object.
        codes: the items for which it was drawn.
        items: the list that holds them.
        only: the pairs of item and department that are dealt with on this occasion; all where None.
        officers: who goes for departments without a team.

    Raises:
        BrokenChainError: a task with team rules without its matching, or a pair that is not to be inspected there.
        InvalidValueError: officers named beside a matching that has a team for everything, or none where it has none.
        LawError: a seat that nobody holds (3.2.2).

    """
    drawn = drawn_of(record)
    if not isinstance(record, Matching) and drawn.commitment.manifest.matching is not None:
        zh, en = "任务有组队规则，须以人员匹配为依据", "the task has team rules: give the matching"
        raise BrokenChainError(link="record", rule_zh=zh, rule=en, expected="Matching", value=type(record).__name__)
    usual, possible = _pairs(record, codes, items)
    pairs = usual if only is None else tuple(only)
    for pair in pairs:
        if pair not in possible:
            zh, en = "不是该对象抽中的事项，或该部门不查此事项", "was not drawn, or is not of this department"
            known = "、".join(map(" ".join, possible))
            raise BrokenChainError(link="only", rule_zh=zh, rule=en, expected=known, value=" ".join(pair))
    concerned = dict.fromkeys(department for _, department in pairs)
    teams = {name: team for name, team in teams_at(record, object_id, codes).items() if name in concerned}
    for name, team in teams.items():
        if team.open:
            zh, en = "席位空缺：须先替换或由补充抽取增派", "a seat is empty: substitute, or ask for a round with more"
            _law(f"{object_id} {name}", zh, en, team.open, "3.2.2")
    named = _named(officers, [name for name in concerned if name not in teams])
    return Parties(pairs=tuple(sorted(pairs)), teams=teams, named=named)


def _pairs(record: Record, codes: Iterable[str], items: ItemList) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return the pairs of item and department where nobody says otherwise, and all those that there may be."""
    going = departments_going(drawn_of(record).commitment.manifest)
    members = going if len(going) > 1 else ()
    teams: Mapping[str, Mapping[str, object]] = record.seated.terms.teams if isinstance(record, Matching) else {}
    usual: list[Pair] = []
    possible: list[Pair] = []
    for code in codes:
        able = tuple(teams.get(code, ())) or _able(items[code], members)
        possible += [(code, name) for name in able]
        usual += [(code, name) for name in (able if code in teams else able[:1])]
    return tuple(usual), tuple(possible)


def _able(item: InspectionItem, members: Sequence[str]) -> tuple[str, ...]:
    """Return the departments that may inspect an item without a team rule, its implementing body first: 3.2.4."""
    if not members:
        return (item.implementing_body,)
    bodies = dict.fromkeys((item.implementing_body, *item.joint_departments))
    return tuple(name for name in bodies if name in members) or (item.implementing_body,)


def _named(officers: Iterable[str] | None, alone: list[str]) -> tuple[str, ...]:
    """Return the officers who are named: there are some exactly where a department has no team."""
    named = () if officers is None else texts(officers)
    if named and not alone:
        zh, en = "已匹配人员的，到场人员即匹配人员；替换须由 substitute 抽取", "the matching says who goes"
        raise InvalidValueError(field="officers", rule_zh=zh, rule=en, value="、".join(named))
    if alone and not named:
        zh = f"{'、'.join(alone)} 未匹配人员，须写明到场人员"
        raise InvalidValueError(field="officers", rule_zh=zh, rule="nobody is matched: say who went", value=None)
    return named


def _shown(
    people: InspectorPool, id_: str, department: str | None, tags: tuple[str, ...], first: date, last: date
) -> VisitOfficer:
    found = people[id_]
    if not isinstance(found, Inspector):
        _law(id_, "专家不得作为执法人员", "an expert is no officer", id_, "2.3.10")
    if department not in (None, found.department):
        zh, en = "已不在派出部门，须由 substitute 替换", "serves elsewhere by now: is substituted by lot"
        _law(id_, zh, en, found.department, "3.2.2")
    reason = people.absence_on(id_, first, tags) or people.absence_on(id_, last, tags)
    if reason is not None:
        zh, en = f"当日不能执行检查（{reason}），须由 substitute 替换", "cannot go that day: is substituted by lot"
        _law(id_, zh, en, f"{first}", _CLAUSES.get(reason, "2.3.7"))
    return VisitOfficer(
        id=found.id,
        department=found.department,
        certificate=found.certificate.number,
        valid_until=found.certificate.valid_until,
        valid_from=found.certificate.valid_from,
    )


def check_enough(
    record: Record, rules: RuleBook, pairs: Iterable[Pair], went: Iterable[VisitOfficer], on: date
) -> None:
    """Check that each department came with its minimum, and each item with as many as if one department came alone.

    Raises:
        LawError: too few, by the clause of the rule book.

    """
    counts = Counter(one.department for one in went)
    together: dict[str, dict[str, int]] = {}
    for code, department in pairs:
        together.setdefault(code, {})[department] = counts[department]
    joint = "rules.joint" in drawn_of(record).commitment.manifest.entries
    own, whole = team_minimum(rules, on, joint=joint), team_minimum(rules, on, joint=False)
    for code, numbers in together.items():
        parts = (
            *((department, number, own) for department, number in numbers.items()),
            (code, sum(numbers.values()), whole),
        )
        for where, number, rule in parts:
            if number < rule.count():
                zh, en = f"到场执法人员不得少于 {rule.count()} 人", f"comes with {rule.count()} officers at least"
                raise LawError(field=f"officers {where}", rule_zh=zh, rule=en, value=number, clause=rule.clause)


def seated_from(record: Record, parties: Parties, object_id: str) -> int:
    """Return the last round in which somebody of these teams got his seat, 0 for the main draw (派席轮次)."""
    rounds = record.rounds[1:] if isinstance(record, Matching) else ()
    return max(
        (
            made.k
            for made in rounds
            for one in made.matched.assignments
            if one.object == object_id and one.department in parties.teams
        ),
        default=0,
    )


def _law(field: str, rule_zh: str, rule: str, value: object, clause: str) -> NoReturn:
    raise LawError(field=field, rule_zh=rule_zh, rule=rule, value=value, clause=LIYANG_2020.ref(clause))
