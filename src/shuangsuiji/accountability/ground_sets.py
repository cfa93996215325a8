"""A set of grounds with the readings chosen from it: what a jurisdiction assesses by (依据表)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.facts import FactKind
from shuangsuiji.accountability.grounds import AssessmentVerdict, Ground
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.errors import DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.terms import Term
from shuangsuiji.values import check_field, check_kind, check_name

__all__ = ["GroundSet", "Standing", "joined"]

_BLAMING = (AssessmentVerdict.BREACH,)
_FREEING = (AssessmentVerdict.EXEMPT, AssessmentVerdict.EXEMPT_MANDATORY)


class Standing(Term):
    """Whether a ground counts in a case, and if not, why (依据是否适用)."""

    COUNTS = "适用"
    OTHER_SUBJECT = "不适用于该类主体"
    OTHER_READING = "属未选用的读法"
    OFF = "未启用"
    NOT_IN_FORCE = "问题出现时尚未施行"


def _family(reading: str) -> str:
    return reading.partition(".")[0]


@attrs.frozen(kw_only=True)
class GroundSet:
    """The grounds of a jurisdiction, all readings among them, and the readings that it chose (依据表).

    Among the grounds that free, and among those of a breach, a fact speaks in one direction only. That keeps strong
    Kleene logic exact: a verdict is open if, and only if, what is not established could still turn it.

    Attributes:
        id: a name.
        title: in words.
        grounds: every id once.
        kinds: the facts that its grounds ask for, and no others, every code once.
        readings: of every family of readings that there is, the one chosen, sorted.
        include_unverified: whether grounds whose words were not read in the original count; by default they do not.

    Raises:
        DuplicateError: an id or a code that stands twice.
        UnknownNameError: a reading that none of its grounds has.
        InvalidValueError: a field of the wrong form, a family with no reading chosen or with two, facts that are not
            those of the grounds, or a fact that speaks in two directions.

    """

    id: str
    title: str
    grounds: tuple[Ground, ...]
    kinds: tuple[FactKind, ...]
    readings: tuple[str, ...] = ()
    include_unverified: bool = False

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "GroundSet.id")
        check_field(self.title, f"{self.id}.title")
        check_kind(self.include_unverified, bool, f"{self.id}.include_unverified")
        for ground in self.grounds:
            check_kind(ground, Ground, f"{self.id}.grounds")
        for kind in self.kinds:
            check_kind(kind, FactKind, f"{self.id}.kinds")
        _once([ground.id for ground in self.grounds], f"{self.id}.grounds")
        _once([kind.code for kind in self.kinds], f"{self.id}.kinds")
        if {kind.code for kind in self.kinds} != {code for ground in self.grounds for code in ground.codes}:
            zh, en = "须为各依据所用的事实", "are those of its grounds"
            self._wrong("kinds", zh, en, "、".join(sorted(kind.code for kind in self.kinds)))
        self._check_readings()
        self._check_directions()

    def _check_readings(self) -> None:
        known = {ground.reading for ground in self.grounds if ground.reading}
        for reading in self.readings:
            if reading not in known:
                raise UnknownNameError(field=f"{self.id}.readings", value=reading, known="、".join(sorted(known)))
        families = sorted({_family(reading) for reading in known})
        if [_family(reading) for reading in sorted(self.readings)] != families or list(self.readings) != sorted(
            self.readings
        ):
            zh, en = f"每一族（{'、'.join(families)}）选一种读法，依序", "one reading of every family, sorted"
            self._wrong("readings", zh, en, "、".join(self.readings))

    def _check_directions(self) -> None:
        for verdicts in (_FREEING, _BLAMING):
            pairs = {(code, g.wants(code)) for g in self.grounds if g.verdict in verdicts for code in g.codes}
            both = sorted(code for code, value in pairs if value is Truth.TRUE and (code, Truth.FALSE) in pairs)
            if both:
                zh, en = (
                    "同类依据中一项事实只能向一个方向起作用",
                    "a fact speaks in one direction among grounds of a kind",
                )
                self._wrong("grounds", zh, en, "、".join(both))

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=value)

    @cached_property
    def _by_code(self) -> dict[str, FactKind]:
        return {kind.code: kind for kind in self.kinds}

    def kind(self, code: str) -> FactKind:
        """Return the fact of a code.

        Raises:
            UnknownNameError: none of its grounds asks for it.

        """
        found = self._by_code.get(code)
        if found is None:
            raise UnknownNameError(field=self.id, value=code, known="、".join(self._by_code))
        return found

    def ground(self, ground_id: str) -> Ground:
        """Return the ground of an id.

        Raises:
            UnknownNameError: it has none of that id.

        """
        for one in self.grounds:
            if one.id == ground_id:
                return one
        raise UnknownNameError(field=self.id, value=ground_id, known="、".join(one.id for one in self.grounds))

    def standing(self, ground: Ground, case: Case) -> Standing:
        """Return whether a ground counts in a case, and if not, the first reason why."""
        if case.subject_kind not in ground.applies_to:
            return Standing.OTHER_SUBJECT
        if ground.reading and ground.reading not in self.readings:
            return Standing.OTHER_READING
        if not (ground.active or (self.include_unverified and not ground.verified)):
            return Standing.OFF
        if ground.effective_on is not None and case.event_on < ground.effective_on:
            return Standing.NOT_IN_FORCE
        return Standing.COUNTS

    def other_readings(self) -> tuple[GroundSet, ...]:
        """Return the sets that differ from this one in one reading, in the order of the readings."""
        others = sorted({ground.reading for ground in self.grounds if ground.reading} - set(self.readings))
        return tuple(attrs.evolve(self, readings=self._with(reading)) for reading in others)

    def _with(self, reading: str) -> tuple[str, ...]:
        kept = (one for one in self.readings if _family(one) != _family(reading))
        return tuple(sorted((*kept, reading)))

    def __repr__(self) -> str:
        chosen = f"，读法 {'、'.join(self.readings)}" if self.readings else ""
        return f"<依据表 {self.id}：{len(self.grounds)} 条{chosen}>"


def joined(id_: str, title: str, sets: Iterable[GroundSet], *, include_unverified: bool = False) -> GroundSet:
    """Return one set of the grounds of several, such as those of a city and of the nation (合并依据表).

    Args:
        id_: a name for it.
        title: in words.
        sets: whose grounds, facts and readings; a fact that several ask for is one.
        include_unverified: whether what was not read in the original counts.

    Raises:
        DuplicateError: a ground that stands in two of them, or two facts of one code.

    """
    given = tuple(sets)
    kinds = dict.fromkeys(kind for one in given for kind in one.kinds)
    return GroundSet(
        id=id_,
        title=title,
        grounds=tuple(ground for one in given for ground in one.grounds),
        kinds=tuple(kinds),
        readings=tuple(sorted(reading for one in given for reading in one.readings)),
        include_unverified=include_unverified,
    )


def _once(names: list[str], field: str) -> None:
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DuplicateError(field=field, value=twice)
