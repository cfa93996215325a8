"""Rules for teams: how many officers a department sends for an item, and what each must hold; matching.md §1 (组队).

Free joint coverage of tags would be a puzzle that nobody can check by hand: a seat asks one officer for all its tags.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import JOINT_TEAM_MINIMUM, LIYANG_2020, TEAM_MINIMUM, Rule, RuleBook
from shuangsuiji.lottery.officers import check_part
from shuangsuiji.lottery.units import Seat, canonical
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.terms import TeamForm
from shuangsuiji.values import ClauseRef, check_count, check_kind, check_name, texts

__all__ = ["ExpertRule", "TeamRule", "check_asked", "check_teams", "team_minimum"]


def _tags(given: object) -> Seat:
    tags = sorted(check_part(tag, "tags") for tag in texts(given))
    if len(set(tags)) != len(tags):
        raise DuplicateError(field="tags", value=next(tag for tag in tags if tags.count(tag) > 1))
    return tuple(tags)


def _seats(given: object) -> tuple[Seat, ...]:
    return canonical(map(_tags, texts(given)))


@attrs.frozen(kw_only=True)
class TeamRule:
    """The officers that one department sends to an object drawn for one item (组队规则).

    Attributes:
        item_code: the item.
        department: who sends them; no ``,`` and ``;``, other than ``-`` and ``*``.
        form: SPLIT for a seat per tag, LEAD for a first seat that holds all tags, EXPLICIT for the seats as listed;
            a task that cannot be matched is told what the other form would give, and never switched to it.
        tags: qualifications and specialties asked for, sorted, each once; none for EXPLICIT.
        seats: for EXPLICIT, and only there, the tags of each seat, an empty one for anybody; in the manifest's order.
        size: the fewest officers, None for the minimum of the rule book and for EXPLICIT; SPLIT sends more where there
            are more tags.

    """

    item_code: str
    department: str
    form: TeamForm = TeamForm.SPLIT
    tags: tuple[str, ...] = attrs.field(default=(), converter=_tags)
    seats: tuple[tuple[str, ...], ...] = attrs.field(default=(), converter=_seats)
    size: int | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.item_code, "TeamRule.item_code")
        check_part(self.department, f"TeamRule {self.item_code}.department")
        check_kind(self.form, TeamForm, f"{self._where}.form")
        if self.size is not None:
            check_count(self.size, f"{self._where}.size", at_least=1)
        explicit = self.form is TeamForm.EXPLICIT
        if explicit != bool(self.seats) or (explicit and (self.tags or self.size is not None)):
            raise InvalidValueError(
                field=self._where,
                rule_zh="逐席列明须列出席位，且不另写标签和人数；其他形式不列席位",
                rule="EXPLICIT lists its seats, and neither tags nor a size; the other forms list no seats",
                value=(self.form.name, self.tags, self.seats, self.size),
            )

    @property
    def _where(self) -> str:
        return f"team.{self.item_code}.{self.department}"

    def seats_for(self, rule: Rule) -> tuple[Seat, ...]:
        """Return the seats in the manifest's order: bytewise by their text, plain seats last (席位).

        Args:
            rule: the minimum in force, as ``team_minimum`` returns it.

        Raises:
            LawError: fewer officers than the minimum are listed or asked for; the clause is that of the rule.
            InvalidValueError: the rule is no count from 1.

        """
        minimum = rule.count()
        asked = len(self.seats) or self.size or minimum
        if asked < minimum:
            raise _too_few(self._where, rule, asked)
        match self.form:
            case TeamForm.SPLIT:
                tagged: tuple[Seat, ...] = tuple((tag,) for tag in self.tags)
            case TeamForm.LEAD:
                tagged = (self.tags,) if self.tags else ()
            case TeamForm.EXPLICIT:
                tagged = self.seats
        return canonical((*tagged, *[()] * (asked - len(tagged))))

    def other_form(self) -> TeamRule | None:
        """Return the same tags in the other of SPLIT and LEAD, None for EXPLICIT or where nothing changes (另一形式).

        It is for saying what would be possible, never for switching.
        """
        if self.form is TeamForm.EXPLICIT or len(self.tags) < 2:  # noqa: PLR2004 - one tag fills one seat either way
            return None
        return attrs.evolve(self, form=TeamForm.LEAD if self.form is TeamForm.SPLIT else TeamForm.SPLIT)


@attrs.frozen(kw_only=True)
class ExpertRule:
    """The experts who assist in the inspection of one item, on top of every officer: 2.3.10 (专家席规则).

    Attributes:
        item_code: the item.
        seats: the specialties of each seat, an empty one for any expert; at least one seat, in the manifest's order.

    """

    item_code: str
    seats: tuple[tuple[str, ...], ...] = attrs.field(converter=_seats)

    def __attrs_post_init__(self) -> None:
        check_name(self.item_code, "ExpertRule.item_code")
        if not self.seats:
            zh, en = "至少一个专家席", "at least one seat"
            raise InvalidValueError(field=f"expert.{self.item_code}", rule_zh=zh, rule=en, value="")


def team_minimum(rules: RuleBook, on: date, *, joint: bool) -> Rule:
    """Return the rule that says how many officers one department sends at least (检查组最低人数).

    Args:
        rules: the rule book.
        on: the day on which the task is committed.
        joint: whether several departments inspect together; a book may then ask less or more of each of them, and where
            it says nothing, each sends as many as if it came alone.

    Raises:
        UnknownNameError: the book gives no minimum on that day.
        InvalidValueError: the rule is no count from 1.

    """
    found = rules.find(JOINT_TEAM_MINIMUM, on) if joint else None
    rule = found or rules.rule(TEAM_MINIMUM, on)
    rule.count()
    return rule


def check_teams(teams: Collection[TeamRule], joint: JointPlan | None, rules: RuleBook, on: date) -> None:
    """Check teams against the joint inspection and the minimum, of each and of all that come for one item (组队核对).

    Args:
        teams: the teams of a task.
        joint: the joint inspection under which it is drawn, None for a department's own task.
        rules: the rule book.
        on: the day on which the task is committed.

    Raises:
        LawError: a department that does not take part (3.2.4), a team below the minimum, or departments that share the
            minimum and together send too few for an item.

    """
    rule = team_minimum(rules, on, joint=joint is not None)
    together: Counter[str] = Counter()
    for team in teams:
        if joint is not None and team.department not in joint.members:
            zh = f"{team.department} 不在联合抽查 {joint.id} 的发起、参与部门中"
            en = f"{team.department} does not take part in the joint inspection {joint.id}"
            raise _law(f"team.{team.item_code}", zh, en, "、".join(joint.members), LIYANG_2020.ref("3.2.4"))
        together[team.item_code] += len(team.seats_for(rule))
    whole = team_minimum(rules, on, joint=False)
    for code, number in together.items():
        if number < whole.count():
            raise _too_few(f"team.{code}", whole, number)


def check_asked(task_id: str, codes: Collection[str], teams: Iterable[TeamRule], experts: Iterable[ExpertRule]) -> None:
    """Check the teams and the expert seats of a task against its items, and against each other (组队规则核对).

    Raises:
        DuplicateError: an item twice, or for teams the same department twice for an item.
        UnknownNameError: an item that the task does not draw.
        LawError: expert seats for an item without a team: 2.3.10, experts come on top of officers.

    """
    teamed: set[tuple[str, str]] = set()
    for team in teams:
        _check_once(f"{task_id}.teams", codes, teamed, (team.item_code, team.department))
    advised: set[tuple[str, str]] = set()
    for expert in experts:
        _check_once(f"{task_id}.experts", codes, advised, (expert.item_code, ""))
        if expert.item_code not in {code for code, _ in teamed}:
            zh = "专家只能在满足执法检查人数的基础上参与，该事项未列检查组"
            en = "experts come on top of officers, and no department sends any for this item"
            raise _law(f"{task_id}.experts", zh, en, expert.item_code, LIYANG_2020.ref("2.3.10"))


def _check_once(field: str, codes: Collection[str], taken: set[tuple[str, str]], one: tuple[str, str]) -> None:
    if one[0] not in codes:
        raise UnknownNameError(field=field, value=one[0], known="、".join(codes))
    if one in taken:
        raise DuplicateError(field=field, value=" ".join(filter(None, one)))
    taken.add(one)


def _too_few(field: str, rule: Rule, number: int) -> LawError:
    zh, en = f"执法检查人员不得少于 {rule.value} 人", f"needs at least {rule.value} officers"
    if not rule.stated:
        zh, en = f"{zh}（条文未定数，此为规则册默认值）", f"{en} (a default of the rule book)"
    return _law(field, zh, en, number, rule.clause)


def _law(field: str, rule_zh: str, rule: str, value: object, clause: ClauseRef) -> LawError:
    return LawError(field=field, rule_zh=rule_zh, rule=rule, value=value, clause=clause)
