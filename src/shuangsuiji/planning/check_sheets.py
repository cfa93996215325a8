"""Check sheets: the points of the guides, one by one, for one visit to one object: 2.1.6, 2.4.3 (检查表)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.guides import CheckPoint, InspectionGuide
from shuangsuiji.registry.credentials import Certificate
from shuangsuiji.registry.inspectors import Expert, Inspector, check_person_id
from shuangsuiji.registry.objects import InspectionObject, check_label
from shuangsuiji.terms import InspectionMethod, Term
from shuangsuiji.values import (
    Finding,
    FrozenMap,
    Severity,
    check_field,
    check_kind,
    check_name,
    freeze,
    record_digest,
    record_text,
    texts,
)
from shuangsuiji.workdays.layers import check_day

__all__ = ["CheckSheet", "MarkedPoint", "PointMark", "SheetPoint", "check_marks", "check_sheet"]


class PointMark(Term):
    """What an inspector found at one point of a check sheet (要点结果)."""

    CONFORMING = "符合"
    NONCONFORMING = "不符合"
    NOT_APPLICABLE = "不适用"


@attrs.frozen(kw_only=True)
class SheetPoint:
    """One point as it stands on a check sheet, with the item and the department that ask for it (检查表要点)."""

    item_code: str
    department: str
    point: CheckPoint

    @property
    def key(self) -> tuple[str, str, str]:
        """Item, department and id of the point: once on a sheet."""
        return self.item_code, self.department, self.point.id

    @property
    def basis(self) -> str:
        """The text that asks for it, as it is cited: ``《食品安全法》第六十七条``."""
        return f"《{self.point.basis.title}》{self.point.basis.article}"


@attrs.frozen(kw_only=True)
class MarkedPoint:
    """One point as it was filled in (已填要点).

    Attributes:
        item_code: the item.
        department: id of the department whose guide has the point: two of them may inspect one item, each by its own.
        point_id: id of the point in that guide.
        mark: what was found.
        remark: one line in words, may be empty.

    """

    item_code: str
    department: str
    point_id: str
    mark: PointMark
    remark: str = ""

    def __attrs_post_init__(self) -> None:
        for field in ("item_code", "department", "point_id"):
            check_name(getattr(self, field), f"MarkedPoint.{field}")
        check_kind(self.mark, PointMark, f"{self.point_id}.mark")
        if self.remark != "":
            check_label(self.remark, f"{self.point_id}.remark")

    @property
    def key(self) -> tuple[str, str, str]:
        """Item, department and id of the point, as ``SheetPoint.key``."""
        return self.item_code, self.department, self.point_id


def _guides(given: InspectionGuide | Iterable[InspectionGuide]) -> tuple[InspectionGuide, ...]:
    return (given,) if isinstance(given, InspectionGuide) else tuple(given)


def _several(given: Mapping[str, Iterable[InspectionMethod]]) -> FrozenMap[str, tuple[InspectionMethod, ...]]:
    return FrozenMap({code: tuple(methods) for code, methods in given.items()})


@attrs.frozen(kw_only=True)
class CheckSheet:
    """What inspectors take along to one object, for all items of the visit: 2.1.6, 2.4.3 (检查表).

    Attributes:
        guides: at least one, one for each item and department, each in force on ``valid_from`` (2.4.1, 2.4.2); the
            points stand on the sheet in the order of the guides, and in that of each guide.
        object_id: id of the object.
        object_name: its name, verbatim.
        holder: id of the market entity behind a product, project or behaviour; else empty.
        team: ids of the inspectors, at least one.
        experts: ids of those who assist them and never count or sign (2.3.10).
        certificates: those that the inspectors show at the door, by their id; may be left out.
        task_id: the task in which the object was drawn.
        plan_id: the annual plan; may be empty.
        draw_serial: how the draw is cited, such as its serial; may be empty.
        valid_from: first day on which the sheet may be used.
        methods: methods to which the visit is confined, by item; an item left out is inspected by those of its guide.

    Raises:
        InvalidValueError: a field of the wrong form, such as the number of an identity card.
        NotADayError: something that is no day.
        DuplicateError: somebody twice.
        UnknownNameError: the certificate of somebody who is not in the team.
        LawError: no guide, two of one item and department, one not in force, or methods that its guides do not name.

    """

    guides: tuple[InspectionGuide, ...] = attrs.field(converter=_guides)
    object_id: str
    object_name: str
    holder: str = ""
    team: tuple[str, ...] = attrs.field(converter=texts)
    experts: tuple[str, ...] = attrs.field(default=(), converter=texts)
    certificates: Mapping[str, Certificate] = attrs.field(factory=FrozenMap[str, Certificate], converter=freeze)
    task_id: str
    plan_id: str = ""
    draw_serial: str = ""
    valid_from: date
    methods: Mapping[str, tuple[InspectionMethod, ...]] = attrs.field(
        factory=FrozenMap[str, tuple[InspectionMethod, ...]], converter=_several
    )

    def __attrs_post_init__(self) -> None:
        check_field(self.object_id, "CheckSheet.object_id")
        check_label(self.object_name, f"{self.object_id}.object_name")
        check_field(self.task_id, f"{self.object_id}.task_id")
        for field in ("holder", "plan_id", "draw_serial"):
            if getattr(self, field) != "":
                check_field(getattr(self, field), f"{self.object_id}.{field}")
        check_day(self.valid_from, f"{self.object_id}.valid_from")
        self._check_people()
        self._check_guides()
        self._check_methods()

    @cached_property
    def points(self) -> tuple[SheetPoint, ...]:
        """Every point of every guide, once, in their order (各检查要点)."""
        return tuple(
            SheetPoint(item_code=guide.item_code, department=guide.department, point=point)
            for guide in self.guides
            for point in guide.check_points
        )

    def methods_of(self, guide: InspectionGuide) -> tuple[InspectionMethod, ...]:
        """Return the methods allowed for one guide of the sheet, in the order of the guide (可用检查方式)."""
        allowed = self.methods.get(guide.item_code, guide.methods)
        return tuple(method for method in guide.methods if method in allowed)

    def is_valid(self, on: date) -> bool:
        """Tell whether the sheet may be used on a day: not before its first, nor once one of its guides has lapsed."""
        return self.valid_from <= on and all(guide.is_in_force(on) for guide in self.guides)

    def unmarked(self, marks: Iterable[MarkedPoint]) -> tuple[SheetPoint, ...]:
        """Return the points that have no mark yet (未填要点)."""
        marked = {mark.key for mark in marks}
        return tuple(one for one in self.points if one.key not in marked)

    @cached_property
    def canonical(self) -> str:
        """The text under the digest: every field, its guides with every point among them (规范文本)."""
        return record_text(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``canonical``, 64 hex digits (摘要)."""
        return record_digest(self)

    @property
    def citation(self) -> str:
        """How a result cites the sheet (引用)."""
        return f"检查表 {self.task_id} {self.object_id} sha256:{self.digest}"

    def _check_people(self) -> None:
        where, everybody = f"{self.object_id}.team", (*self.team, *self.experts)
        if not self.team:
            raise InvalidValueError(field=where, rule_zh="须列明检查人员", rule="must name the inspectors", value=())
        for id_ in everybody:
            check_person_id(id_, where)
            if everybody.count(id_) > 1:
                raise DuplicateError(field=where, value=id_)
        for id_, shown in self.certificates.items():
            if id_ not in self.team:
                raise UnknownNameError(field=f"{where}.certificates", value=id_, known="、".join(self.team))
            check_kind(shown, Certificate, f"{where}.certificates.{id_}")
            check_person_id(shown.number, f"{where}.certificates.{id_}")

    def _check_guides(self) -> None:
        if not self.guides:
            self._refuse("2.4.1", "guides", "检查表须依据至少一份抽查工作指引", "rests on at least one guide", "()")
        for place, guide in enumerate(self.guides):
            check_kind(guide, InspectionGuide, f"{self.object_id}.guides")
            where, key = f"guides.{guide.item_code}", (guide.item_code, guide.department)
            if key in ((one.item_code, one.department) for one in self.guides[:place]):
                en = "one guide for each item and department"
                self._refuse("2.4.1", where, "同一部门就同一事项只用一份指引", en, guide.department)
            if not guide.is_in_force(self.valid_from):
                zh, en = f"指引在 {self.valid_from} 不在有效期内", f"the guide is not in force on {self.valid_from}"
                self._refuse("2.4.2", where, zh, en, f"{guide.effective_on}–{guide.expires_on or ''}")

    def _check_methods(self) -> None:
        for code, allowed in self.methods.items():
            left = [self.methods_of(guide) for guide in self.guides if guide.item_code == code]
            if not (left and all(left)) or set(allowed) != {method for methods in left for method in methods}:
                zh, en = "须为该事项指引所列，且每份指引至少留一种", "those of the item's guides, one at least of each"
                self._refuse("2.4.2", f"methods.{code}", zh, en, "、".join(map(str, allowed)) or "()")

    def _refuse(self, clause: str, field: str, rule_zh: str, rule: str, value: object) -> None:
        field, ref = f"{self.object_id}.{field}", LIYANG_2020.ref(clause)
        raise LawError(field=field, rule_zh=rule_zh, rule=rule, value=value, clause=ref)

    def __repr__(self) -> str:
        return f"<检查表 {self.object_id} {self.task_id}：{len(self.points)} 个要点，{'、'.join(self.team)}>"


def check_sheet(  # noqa: PLR0913 - what a visit consists of
    guides: InspectionGuide | Iterable[InspectionGuide],
    inspected: InspectionObject | tuple[str, str],
    *,
    team: Iterable[Inspector | Expert | str],
    task_id: str,
    valid_from: date,
    plan_id: str = "",
    draw_serial: str = "",
    methods: Mapping[str, Iterable[InspectionMethod]] | None = None,
) -> CheckSheet:
    """Make the check sheet of one visit; what is not said here is as in ``CheckSheet``: 2.1.6, 2.4.3 (制作检查表).

    Args:
        guides: one, or one for each item and department that the visit serves.
        inspected: the object, or its id and its name.
        team: inspectors, with their certificates or by id alone; an ``Expert`` is set apart.
        task_id: the task.
        valid_from: first day on which the sheet may be used.
        plan_id: the annual plan.
        draw_serial: how the draw is cited.
        methods: methods to which the visit is confined, by item.

    """
    people = tuple(texts(team) if isinstance(team, str) else team)
    id_, name = (inspected.id, inspected.name) if isinstance(inspected, InspectionObject) else texts(inspected)
    return CheckSheet(
        guides=guides,
        object_id=id_,
        object_name=name,
        holder=inspected.holder if isinstance(inspected, InspectionObject) else "",
        team=tuple(one if isinstance(one, str) else one.id for one in people if not isinstance(one, Expert)),
        experts=tuple(one.id for one in people if isinstance(one, Expert)),
        certificates={one.id: one.certificate for one in people if isinstance(one, Inspector)},
        task_id=task_id,
        plan_id=plan_id,
        draw_serial=draw_serial,
        valid_from=valid_from,
        methods=methods or {},
    )


def check_marks(sheet: CheckSheet, marks: Iterable[MarkedPoint]) -> tuple[Finding, ...]:
    """Return what there is to say of a filled-in sheet, ``where`` as ``item/department/point``: 2.4.3 (检查表核对).

    A point without a mark is a WARNING; a mark for a point that is not on the sheet, or a second one, an ERROR.
    """
    given, known = tuple(marks), {one.key for one in sheet.points}
    counted = Counter(mark.key for mark in given)
    return (
        *(_finding("unmarked", one.key, "尚未填写结果", "not marked yet") for one in sheet.unmarked(given)),
        *(_finding("unlisted", key, "不在检查表上", "not on the sheet") for key in counted if key not in known),
        *(_finding("duplicate", key, "填写多于一次", "marked more than once") for key in counted if counted[key] > 1),
    )


def _finding(code: str, key: tuple[str, str, str], zh: str, en: str) -> Finding:
    severity = Severity.WARNING if code == "unmarked" else Severity.ERROR
    where, clause = "/".join(key), LIYANG_2020.ref("2.4.3")
    return Finding(severity=severity, code=f"marks.{code}", where=where, zh=zh, en=en, clause=clause)
