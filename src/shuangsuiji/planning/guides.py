"""Guides for the inspection of one item, and how they agree with it: 二（四） (抽查工作指引)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.errors import DuplicateError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.periods import check_period
from shuangsuiji.registry.items import InspectionItem, LegalBasis
from shuangsuiji.terms import InspectionMethod
from shuangsuiji.values import (
    Finding,
    Severity,
    check_count,
    check_field,
    check_kind,
    check_name,
    record_digest,
    record_text,
)

__all__ = ["CheckPoint", "InspectionGuide", "check_guides"]


@attrs.frozen(kw_only=True)
class CheckPoint:
    """One thing to look at in an inspection (检查要点).

    Attributes:
        id: a name, once in its guide.
        text: what to look at, in words.
        basis: the text that asks for it.

    """

    id: str
    text: str
    basis: LegalBasis

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "CheckPoint.id")
        check_field(self.text, f"{self.id}.text")
        check_kind(self.basis, LegalBasis, f"{self.id}.basis")


def _bases(given: Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    return tuple(given)


def _methods(given: Iterable[InspectionMethod]) -> tuple[InspectionMethod, ...]:
    return tuple(given)


def _points(given: Iterable[CheckPoint]) -> tuple[CheckPoint, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class InspectionGuide:
    """How a department inspects one item, KEY or GENERAL: 2.4.1, 2.4.2 (抽查工作指引).

    Attributes:
        item_code: the item.
        item_version: version of the item that the guide was written for.
        department: id of the department whose guide it is.
        legal_bases: at least one (2.4.2).
        content: what is inspected.
        methods: at least one (2.4.2).
        check_points: at least one, each id once, each resting on one of the legal bases (2.4.2).
        effective_on: first day of this version.
        expires_on: last day, None while in force.
        version: 1, 2, 3 …

    Raises:
        InvalidValueError: a field of the wrong form.
        DuplicateError: a check point id that stands twice.
        LawError: no legal basis, method or check point, or a check point on a basis that the guide does not name.

    """

    item_code: str
    item_version: int
    department: str
    legal_bases: tuple[LegalBasis, ...] = attrs.field(converter=_bases)
    content: str
    methods: tuple[InspectionMethod, ...] = attrs.field(converter=_methods)
    check_points: tuple[CheckPoint, ...] = attrs.field(converter=_points)
    effective_on: date
    expires_on: date | None = None
    version: int = 1

    def __attrs_post_init__(self) -> None:
        check_name(self.item_code, "InspectionGuide.item_code")
        check_name(self.department, f"{self._where}.department")
        check_field(self.content, f"{self._where}.content")
        check_count(self.item_version, f"{self._where}.item_version", at_least=1)
        check_period(self._where, self.version, self.effective_on, self.expires_on)
        for field, kind, words in (
            ("legal_bases", LegalBasis, "检查依据"),
            ("methods", InspectionMethod, "检查方式"),
            ("check_points", CheckPoint, "检查要点"),
        ):
            for one in getattr(self, field):
                check_kind(one, kind, f"{self._where}.{field}")
            if not getattr(self, field):
                self._refuse(field, f"须明确{words}", "at least one must be stated", "()")
        self._check_points()

    def is_in_force(self, on: date) -> bool:
        """Tell whether this version is in force on a day."""
        return self.effective_on <= on and (self.expires_on is None or on <= self.expires_on)

    @cached_property
    def canonical(self) -> str:
        """The text under the digest: every field, terms by their English names (规范文本)."""
        return record_text(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``canonical``, 64 hex digits (摘要)."""
        return record_digest(self)

    @property
    def citation(self) -> str:
        """How a plan or a check sheet cites this version (引用)."""
        return f"{self.department} 抽查工作指引 {self.item_code} v{self.version} sha256:{self.digest}"

    @property
    def _where(self) -> str:
        return f"guide.{self.item_code}"

    def _check_points(self) -> None:
        seen: set[str] = set()
        for point in self.check_points:
            if point.id in seen:
                raise DuplicateError(field=f"{self._where}.check_points", value=point.id)
            seen.add(point.id)
            if not _rests_on(point.basis, self.legal_bases):
                en = "a check point rests on a basis that the guide names"
                self._refuse(f"check_points.{point.id}", "检查要点须依据指引所列的检查依据", en, _shown(point.basis))

    def _refuse(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        clause = LIYANG_2020.ref("2.4.2")
        raise LawError(field=f"{self._where}.{field}", rule_zh=rule_zh, rule=rule, value=value, clause=clause)

    def __repr__(self) -> str:
        points = len(self.check_points)
        return f"<抽查工作指引 {self.item_code} v{self.item_version}：{points} 个要点，指引 v{self.version}>"


def check_guides(
    guides: Iterable[InspectionGuide], items: Iterable[InspectionItem], *, on: date | None = None
) -> tuple[Finding, ...]:
    """Return what there is to say of guides beside their items: 2.4.1, 2.4.2 (指引核对).

    An item that its own department has no guide for is a WARNING. A guide is an ERROR where it is one too many of its
    department, of a department that does not inspect the item, of another version of the item, or names a basis or a
    method that the item does not have; a guide for none of these items is a NOTE. What is inspected is not compared: a
    guide says it at greater length than the list.

    Args:
        guides: the guides.
        items: the items, such as ``ItemList.items`` or those of a year's plan; KEY and GENERAL alike.
        on: the day whose versions count, None for every guide that is given.

    """
    current = [guide for guide in guides if on is None or guide.is_in_force(on)]
    listed = {item.code: item for item in items}
    found: list[Finding] = []
    written = {(guide.item_code, guide.department) for guide in current}
    for item in listed.values():
        if (item.code, item.implementing_body) not in written:
            zh = f"{item.implementing_body} 未就该{item.kind}制定抽查工作指引"
            found.append(_finding("missing", item.code, zh, "no guide of its own department", Severity.WARNING))
    taken: set[tuple[str, str]] = set()
    for guide in current:
        if (guide.item_code, guide.department) in taken:
            zh, en = f"{guide.department} 的指引多于一份", f"more than one guide of {guide.department}"
            found.append(_finding("duplicate", guide.item_code, zh, en))
        taken.add((guide.item_code, guide.department))
        found += _disagreements(guide, listed.get(guide.item_code))
    return tuple(found)


def _disagreements(guide: InspectionGuide, item: InspectionItem | None) -> Iterator[Finding]:
    """Yield where a guide says what its item does not."""
    code = guide.item_code
    if item is None:
        yield _finding("unlisted", code, "所列事项中没有该事项", "none of these items", Severity.NOTE)
        return
    if guide.department not in (item.implementing_body, *item.joint_departments):
        zh, en = f"{guide.department} 不是该事项的实施主体或联合部门", f"{guide.department} does not inspect this item"
        yield _finding("department", code, zh, en)
    if guide.item_version != item.version:
        zh = f"指引对应事项第 {guide.item_version} 版，事项现为第 {item.version} 版"
        yield _finding("item_version", code, zh, f"written for version {guide.item_version}, not {item.version}")
        return
    for basis in guide.legal_bases:
        if not _rests_on(basis, item.legal_bases):
            zh, en = f"事项没有检查依据 {_shown(basis)}", f"the item does not rest on {_shown(basis)}"
            yield _finding("basis", code, zh, en)
    for method in guide.methods:
        if method not in item.methods:
            yield _finding("method", code, f"事项没有检查方式 {method}", f"the item has no method {method.name}")


def _finding(code: str, where: str, zh: str, en: str, severity: Severity = Severity.ERROR) -> Finding:
    clause = LIYANG_2020.ref("2.4.2" if code in {"item_version", "basis", "method"} else "2.4.1")
    return Finding(severity=severity, code=f"guides.{code}", where=where, zh=zh, en=en, clause=clause)


def _rests_on(basis: LegalBasis, bases: Iterable[LegalBasis]) -> bool:
    """Tell whether a basis is one of these; where they name no article, any article of that text is."""
    return any(
        (one.title, one.rank) == (basis.title, basis.rank) and one.article in {"", basis.article} for one in bases
    )


def _shown(basis: LegalBasis) -> str:
    return f"《{basis.title}》{basis.article}（{basis.rank}）"
