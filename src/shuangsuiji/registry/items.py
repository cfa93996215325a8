"""Inspection items, as 二（二） wants them described (抽查事项)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemOrigin, KeyGround
from shuangsuiji.values import (
    ClauseRef,
    FrozenMap,
    check_count,
    check_field,
    check_kind,
    check_name,
    freeze,
    ratio,
    texts,
)

__all__ = ["InspectionItem", "LegalBasis"]


@attrs.frozen(kw_only=True)
class LegalBasis:
    """A text that an inspection rests on, and the rank of that text (抽查依据).

    Attributes:
        title: name of the law, regulation or rule.
        rank: its rank.
        article: article, in words such as ``第十四条``.

    """

    title: str
    rank: BasisRank
    article: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.title, "LegalBasis.title")
        check_kind(self.rank, BasisRank, f"{self.title}.rank")
        if self.article:
            check_field(self.article, f"{self.title}.article")


def _cap(value: object) -> Fraction | None:
    return None if value is None else ratio(value, "InspectionItem.ratio_cap")


@attrs.frozen(kw_only=True)
class InspectionItem:
    """One matter that may be inspected at random (抽查事项).

    Attributes:
        code: a name of SSJ-1; names the item's frame in a draw.
        name: the matter in words.
        kind: KEY or GENERAL (2.2.8).
        legal_bases: at least one (2.2.4).
        implementing_body: id of the department that inspects (2.2.4).
        content: what is inspected (2.2.4).
        methods: at least one (2.2.4, 3.2.3).
        effective_on: first day of this version (2.2.7).
        expires_on: last day, None while in force.
        version: 1, 2, 3 … (2.2.7).
        ratio_cap: exact cap below 1; required for GENERAL (2.2.12), refused for KEY (2.2.10).
        key_ground: why it is KEY; required for KEY (2.2.9), refused for GENERAL.
        key_ground_text: the ground in words; required where the ground is OTHER.
        joint_departments: ids of the departments that take part; required for items of a joint list (2.2.4).
        origin: SUPERIOR or SELF_ESTABLISHED (2.2.5).
        superior_item: list and version of the superior item; required for SUPERIOR (2.2.2).
        power_list_entry: entry of the power list; required for SELF_ESTABLISHED (2.2.6).
        catalogue_code: code in the 互联网+监管 catalogue, where there is one (2.2.1).
        as_listed: where the item was imported, the cells of its row as they stood, by column name: what is normalised
            above (检查方式, 抽查比例) and what has no field of its own (检查对象, 频次) in the words of the list.

    Raises:
        InvalidValueError: a field of the wrong form.
        LawError: a rule of 二（二） is broken; the message names the clause.

    """

    code: str
    name: str
    kind: ItemKind
    legal_bases: tuple[LegalBasis, ...]
    implementing_body: str
    content: str
    methods: tuple[InspectionMethod, ...]
    effective_on: date
    expires_on: date | None = None
    version: int = 1
    ratio_cap: Fraction | None = attrs.field(default=None, converter=_cap)
    key_ground: KeyGround | None = None
    key_ground_text: str = ""
    joint_departments: tuple[str, ...] = attrs.field(default=(), converter=texts)
    origin: ItemOrigin = ItemOrigin.SUPERIOR
    superior_item: str = ""
    power_list_entry: str = ""
    catalogue_code: str = ""
    as_listed: Mapping[str, str] = attrs.field(factory=FrozenMap[str, str], converter=freeze)

    def __attrs_post_init__(self) -> None:
        check_name(self.code, "InspectionItem.code")
        for field in ("name", "content"):
            check_field(getattr(self, field), f"{self.code}.{field}")
        check_name(self.implementing_body, f"{self.code}.implementing_body")
        for department in self.joint_departments:
            check_name(department, f"{self.code}.joint_departments")
        check_count(self.version, f"{self.code}.version", at_least=1)
        for field in ("key_ground_text", "superior_item", "power_list_entry", "catalogue_code"):
            if getattr(self, field):
                check_field(getattr(self, field), f"{self.code}.{field}")
        self._check_terms()
        if self.expires_on is not None and self.expires_on < self.effective_on:
            raise InvalidValueError(
                field=f"{self.code}.expires_on",
                rule_zh="不得早于生效日期",
                rule="must not lie before effective_on",
                value=self.expires_on.isoformat(),
            )
        self._check_described()
        self._check_kind()
        self._check_origin()

    def is_in_force(self, on: date) -> bool:
        """Tell whether this version is in force on a day."""
        return self.effective_on <= on and (self.expires_on is None or on <= self.expires_on)

    @property
    def cap_clause(self) -> ClauseRef:
        """The clause about the item's cap: 2.2.10 for KEY, 2.2.12 for GENERAL."""
        return LIYANG_2020.ref("2.2.10" if self.kind is ItemKind.KEY else "2.2.12")

    def _check_terms(self) -> None:
        check_kind(self.kind, ItemKind, f"{self.code}.kind")
        check_kind(self.origin, ItemOrigin, f"{self.code}.origin")
        if self.key_ground is not None:
            check_kind(self.key_ground, KeyGround, f"{self.code}.key_ground")
        for method in self.methods:
            check_kind(method, InspectionMethod, f"{self.code}.methods")
        for basis in self.legal_bases:
            check_kind(basis, LegalBasis, f"{self.code}.legal_bases")
        for name, text in self.as_listed.items():
            check_kind(text, str, f"{self.code}.as_listed {name}")

    def _check_described(self) -> None:
        for field, words in (("legal_bases", "抽查依据"), ("methods", "检查方式")):
            if not getattr(self, field):
                self._refuse(field, f"须明确{words}", "at least one must be stated", "()", "2.2.4")

    def _check_kind(self) -> None:
        if self.kind is ItemKind.GENERAL:
            if self.ratio_cap is None or not 0 < self.ratio_cap < 1:
                rule = "a GENERAL item needs a cap above 0 and below 1"
                self._refuse("ratio_cap", "一般检查事项须设置大于 0、小于 1 的比例上限", rule, self.ratio_cap, "2.2.12")
            if self.key_ground is not None:
                rule = "a GENERAL item has no key ground"
                self._refuse("key_ground", "一般检查事项没有重点理由", rule, self.key_ground, "2.2.8")
            return
        if self.ratio_cap is not None:
            self._refuse("ratio_cap", "重点检查事项不设比例上限", "a KEY item has no cap", self.ratio_cap, "2.2.10")
        if self.key_ground is None:
            rule = "a KEY item needs its ground: safety, quality, public interest or another"
            self._refuse("key_ground", "重点检查事项须说明涉及安全、质量、公共利益等何种领域", rule, None, "2.2.9")
        if self.key_ground is KeyGround.OTHER and not self.key_ground_text:
            rule = "another ground must be stated in words"
            self._refuse("key_ground_text", "其他理由须以文字说明", rule, "''", "2.2.9")

    def _check_origin(self) -> None:
        if self.origin is ItemOrigin.SUPERIOR:
            if not self.superior_item:
                rule = "an item from a superior list names that list and version"
                self._refuse("superior_item", "来自上级清单的事项须注明上级清单及版本", rule, "''", "2.2.2")
            return
        if not any(basis.rank.suffices for basis in self.legal_bases):
            ranks = "、".join(str(basis.rank) for basis in self.legal_bases)
            rule = "a self-established item rests on a law, regulation or rule"
            self._refuse("legal_bases", "自行建立的事项须依照法律、法规或规章", rule, ranks, "2.2.6")
        if not self.power_list_entry:
            rule = "a self-established item names its entry in the power list"
            self._refuse("power_list_entry", "自行建立的事项须对应部门权力清单", rule, "''", "2.2.6")

    def _refuse(self, field: str, rule_zh: str, rule: str, value: object, clause: str) -> None:
        raise LawError(
            field=f"{self.code}.{field}", rule_zh=rule_zh, rule=rule, value=value, clause=LIYANG_2020.ref(clause)
        )

    def __repr__(self) -> str:
        cap = f"，上限 {self.ratio_cap}" if self.ratio_cap is not None else ""
        return f"<抽查事项 {self.code} {self.name}（{self.kind}{cap}）v{self.version}>"
