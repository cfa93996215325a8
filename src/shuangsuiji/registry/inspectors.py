"""Inspectors, who may enforce the law, and experts, who advise them: 二（三） (执法检查人员).

Tags come in two families (2.3.8): what somebody is formally qualified for, and what he is good at. In the committed
form both are one set, since a seat asks for a tag and not for a family; so no name may stand in both, neither of
one person nor anywhere in a pool: whoever has a hobby would else take the seat of whoever has the licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.errors import DuplicateError, InvalidIdentifierError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.officers import EVERYWHERE, check_part
from shuangsuiji.registry.credentials import Certificate, Leave, Qualification, Training
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.terms import ExpertKind, InspectorKind, InspectorStatus
from shuangsuiji.values import check_count, check_field, check_kind, texts

__all__ = ["Expert", "Inspector", "check_families", "check_person_id"]

# A resident identity number, GB 11643: region, day of birth, three digits, check character.
_RESIDENT = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")


def _sorted(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts(parts))))


def _qualified(given: Iterable[Qualification | str]) -> tuple[Qualification, ...]:
    made = (Qualification(name=one) if isinstance(one, str) else one for one in _several(given))
    return tuple(sorted(made, key=lambda one: one.name))


def _several(given: Iterable[Qualification | str]) -> Iterable[Qualification | str]:
    return texts(given) if isinstance(given, str) else given  # one text alone is refused


def _leaves(given: Iterable[Leave]) -> tuple[Leave, ...]:
    return tuple(given)


def _trainings(given: Iterable[Training]) -> tuple[Training, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Inspector:
    """Somebody who may carry out an inspection: 2.3.7 (执法检查人员).

    Attributes:
        id: the number under which he is published: that of his certificate or of the staff list; never that of his
            identity card.
        kind: civil servant or qualified staff, exactly these two (2.3.7).
        department: the department for which he inspects, without ``,`` and ``;``.
        certificate: without one nobody is an inspector.
        regions: where he may inspect, ``("*",)`` for everywhere; kept sorted.
        capacity: the most units in a year; 0 leaves him out, with a finding.
        qualifications: what he is qualified for, names alone or with their last day (2.3.8); kept sorted.
        specialties: what he is good at (2.3.8); no name that is a qualification; kept sorted.
        leaves: when he is away.
        trainings: what he has completed (4.3.3).
        status: whether he serves.
        name: may be empty; never leaves the pool in the committed form.

    Raises:
        InvalidValueError: a field of the wrong form.
        InvalidIdentifierError: the number of an identity card.
        DuplicateError: a qualification twice.
        LawError: a name in both families of tags.

    """

    id: str
    kind: InspectorKind
    department: str
    certificate: Certificate
    regions: tuple[str, ...] = attrs.field(converter=_sorted)
    capacity: int
    qualifications: tuple[Qualification, ...] = attrs.field(default=(), converter=_qualified)
    specialties: tuple[str, ...] = attrs.field(default=(), converter=_sorted)
    leaves: tuple[Leave, ...] = attrs.field(default=(), converter=_leaves)
    trainings: tuple[Training, ...] = attrs.field(default=(), converter=_trainings)
    status: InspectorStatus = InspectorStatus.ACTIVE
    name: str = ""

    def __attrs_post_init__(self) -> None:
        check_person_id(self.id, "Inspector.id")
        check_kind(self.kind, InspectorKind, f"{self.id}.kind")
        check_kind(self.status, InspectorStatus, f"{self.id}.status")
        check_kind(self.certificate, Certificate, f"{self.id}.certificate")
        check_person_id(self.certificate.number, f"{self.id}.certificate.number")
        _check_place(self.id, self.department, self.regions, self.capacity, self.name)
        for field, kind in (("qualifications", Qualification), ("leaves", Leave), ("trainings", Training)):
            for one in getattr(self, field):
                check_kind(one, kind, f"{self.id}.{field}")
        _check_tags(self.id, self.specialties)
        names = [one.name for one in self.qualifications]
        for name in names:
            if names.count(name) > 1:
                raise DuplicateError(field=f"{self.id}.qualifications", value=name)
        check_families(self.id, names, self.specialties)

    def tags(self, on: date) -> tuple[str, ...]:
        """Return both families in one, sorted: the qualifications valid on a day, and the specialties (2.3.8)."""
        held = (one.name for one in self.qualifications if one.is_valid(on))
        return tuple(sorted({*held, *self.specialties}))

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.department}>"


@attrs.frozen(kw_only=True)
class Expert:
    """Somebody who advises inspectors: on top of them, never counted, never leading or signing: 2.3.10, 2.3.11 (专家).

    He has no certificate and no qualification, so that no seat of an inspector can be his.

    Attributes:
        id: the number under which he is published; not that of an identity card.
        kind: testing body, research institute or scholar (2.3.10).
        department: the department that he advises, without ``,`` and ``;``.
        regions: where he advises, ``("*",)`` for everywhere; kept sorted.
        specialties: what he is expert in; kept sorted.
        capacity: the most units in a year.
        appointed_until: last day of his appointment.
        organisation: whence he comes; may be empty.
        name: may be empty; never leaves the pool in the committed form.

    Raises:
        InvalidValueError: a field of the wrong form.
        InvalidIdentifierError: the number of an identity card.

    """

    id: str
    kind: ExpertKind
    department: str
    regions: tuple[str, ...] = attrs.field(converter=_sorted)
    specialties: tuple[str, ...] = attrs.field(converter=_sorted)
    capacity: int
    appointed_until: date
    organisation: str = ""
    name: str = ""

    def __attrs_post_init__(self) -> None:
        check_person_id(self.id, "Expert.id")
        check_kind(self.kind, ExpertKind, f"{self.id}.kind")
        _check_place(self.id, self.department, self.regions, self.capacity, self.name)
        _check_tags(self.id, self.specialties)
        check_day(self.appointed_until, f"{self.id}.appointed_until")
        if self.organisation:
            check_field(self.organisation, f"{self.id}.organisation")

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.department}>"


def check_person_id(id_: object, field: str) -> str:
    """Return an id under which somebody may be published: a field, and no number of an identity card (人员标识).

    Raises:
        InvalidValueError: no field.
        InvalidIdentifierError: it has the form of a resident identity number.

    """
    text = check_field(id_, field)
    if _RESIDENT.fullmatch(text):
        zh, en = "不得使用居民身份证号码，请用执法证号或人员编号", "must not be the number of an identity card"
        raise InvalidIdentifierError(field=field, rule_zh=zh, rule=en, value=f"{text[:6]}…")
    return text


def check_families(where: str, qualifications: Iterable[str], specialties: Iterable[str]) -> None:
    """Check that no name is at once a qualification and a specialty (标注分类).

    Raises:
        LawError: one is.

    """
    both = sorted(set(qualifications) & set(specialties))
    if both:
        raise LawError(
            field=where,
            rule_zh="同一名称不得既是执法资质又是业务专长，否则具备专长者会占用须有资质的席位；请改名，如“食品（专长）”",
            rule="a name is a qualification or a specialty, never both; rename one of them",
            value="、".join(both),
            clause=LIYANG_2020.ref("2.3.8"),
        )


def _check_place(id_: str, department: str, regions: tuple[str, ...], capacity: int, name: str) -> None:
    check_part(department, f"{id_}.department")
    check_count(capacity, f"{id_}.capacity")
    if name:
        check_field(name, f"{id_}.name")
    if not regions:
        zh, en = "至少一个区域，或 *", "at least one region, or *"
        raise InvalidValueError(field=f"{id_}.regions", rule_zh=zh, rule=en, value="")
    if regions != (EVERYWHERE,):
        for region in regions:
            check_part(region, f"{id_}.regions")


def _check_tags(id_: str, tags: Iterable[str]) -> None:
    for tag in tags:
        check_part(tag, f"{id_}.specialties")
