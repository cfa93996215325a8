"""Item lists, their versions and the checks on a whole list: 二（二） (抽查事项清单)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import KEY_COUNT, KEY_SHARE, LIYANG_2020, Rule, RuleBook
from shuangsuiji.registry.items import InspectionItem
from shuangsuiji.terms import ItemKind, ItemListKind
from shuangsuiji.values import Finding, Severity, check_count, check_field, check_kind, check_name

__all__ = ["ItemChange", "ItemList"]


@attrs.frozen(kw_only=True)
class ItemChange:
    """What one version of a list changed in one item, and why (清单变动).

    Attributes:
        version: version of the list that brought the change.
        code: the item.
        before: kind and cap before, or before the item was dropped; ``-`` where it is new.
        after: kind and cap after, ``-`` where the item is gone.
        item_version: version of the item after, or before where it is gone; never used again.
        reason: why, in words.

    """

    version: int
    code: str
    before: str
    after: str
    item_version: int
    reason: str

    @property
    def escapes_cap(self) -> bool:
        """Whether the item moved from GENERAL to KEY, and so out of its cap."""
        return self.before.startswith(ItemKind.GENERAL.value) and self.after.startswith(ItemKind.KEY.value)


@attrs.frozen(kw_only=True)
class ItemList:
    """A list of inspection items of one department, or of joint items (抽查事项清单).

    Attributes:
        id: a name.
        kind: DEPARTMENT or JOINT (2.2.3).
        owner: id of the department that keeps it.
        items: each code once.
        effective_on: first day of this version.
        version: 1, 2, 3 … (2.2.7).
        changes: what every version after the first changed.

    Raises:
        DuplicateError: a code occurs twice.
        LawError: an item of a joint list that names no joint departments (2.2.4).

    """

    id: str
    kind: ItemListKind
    owner: str
    items: tuple[InspectionItem, ...]
    effective_on: date
    version: int = 1
    changes: tuple[ItemChange, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "ItemList.id")
        check_name(self.owner, "ItemList.owner")
        check_count(self.version, "ItemList.version", at_least=1)
        check_kind(self.kind, ItemListKind, "ItemList.kind")
        seen: set[str] = set()
        for item in self.items:
            if item.code in seen:
                raise DuplicateError(field=f"ItemList {self.id}", value=item.code)
            seen.add(item.code)
            if self.kind is ItemListKind.JOINT and not item.joint_departments:
                raise LawError(
                    field=f"{item.code}.joint_departments",
                    rule_zh="联合抽查事项须明确联合部门",
                    rule="an item of a joint list names its joint departments",
                    value="()",
                    clause=LIYANG_2020.ref("2.2.4"),
                )

    @cached_property
    def _by_code(self) -> dict[str, InspectionItem]:
        return {item.code: item for item in self.items}

    def __getitem__(self, code: str) -> InspectionItem:
        found = self._by_code.get(code)
        if found is None:
            raise UnknownNameError(field=f"ItemList {self.id}", value=code, known="、".join(self._by_code))
        return found

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __len__(self) -> int:
        return len(self.items)

    def revise(
        self, *, put: Iterable[InspectionItem] = (), drop: Iterable[str] = (), reasons: Mapping[str, str], on: date
    ) -> ItemList:
        """Return the next version of the list (2.2.7).

        Args:
            put: items that are new, or new versions of items.
            drop: codes of items that go.
            reasons: one reason per item put or dropped, by code.
            on: first day of the new version.

        Raises:
            UnknownNameError: a code to drop that is not there.
            InvalidValueError: a change without a reason, a day before this version's, or an item changed under the
                version number that draws have cited.
            DuplicateError: a code that is put twice, or put and dropped.

        """
        if on < self.effective_on:
            zh, en = f"不得早于上一版的 {self.effective_on}", f"must not lie before {self.effective_on}"
            raise InvalidValueError(field=f"{self.id}.effective_on", rule_zh=zh, rule=en, value=on.isoformat())
        after = dict(self._by_code)
        changes = list(self.changes)
        touched: set[str] = set()
        for code, item in [*((code, None) for code in drop), *((item.code, item) for item in put)]:
            if code in touched:
                raise DuplicateError(field=f"revise {self.id}", value=code)
            touched.add(code)
            changes.append(self._change(code, item, reasons))
            after.pop(code, None)
            if item is not None:
                after[code] = item
        return attrs.evolve(
            self, items=tuple(after.values()), version=self.version + 1, effective_on=on, changes=tuple(changes)
        )

    def _change(self, code: str, after: InspectionItem | None, reasons: Mapping[str, str]) -> ItemChange:
        before = self[code] if code in self or after is None else None
        used = max((change.item_version for change in self.changes if change.code == code), default=0)
        used = max(used, before.version if before is not None else 0)
        if after is not None and after.version <= used:
            zh, en = f"变动须用大于 {used} 的版本号", f"a change needs a version above {used}"
            raise InvalidValueError(field=f"{code}.version", rule_zh=zh, rule=en, value=after.version)
        return ItemChange(
            version=self.version + 1,
            code=code,
            before=_shown(before) if before is not None else self._last_known(code),
            after=_shown(after),
            item_version=after.version if after is not None else used,
            reason=check_field(reasons.get(code, ""), f"reason {code}"),
        )

    def _last_known(self, code: str) -> str:
        """Return what an item was before it was dropped, so that leaving and coming back hides nothing."""
        return next((change.before for change in reversed(self.changes) if change.code == code), _shown(None))

    def check(self, rules: RuleBook, on: date) -> tuple[Finding, ...]:
        """Return what there is to say of the list as a whole: 2.2.13 (清单检查).

        Number and share of KEY items against the rule book; every item that moved from GENERAL to KEY.
        """
        keys = sum(item.kind is ItemKind.KEY for item in self.items)
        findings: list[Finding] = []
        share = Fraction(keys, len(self.items)) if self.items else Fraction(0)
        for name, value, zh in ((KEY_SHARE, share, "占比"), (KEY_COUNT, Fraction(keys), "数量")):
            rule = rules.find(name, on)
            if rule is not None and value > _number(rule):
                findings.append(self._too_many(rule, value, zh))
        findings += [_escaped(change) for change in self.changes if change.escapes_cap]
        return tuple(findings)

    def _too_many(self, rule: Rule, value: Fraction, zh: str) -> Finding:
        source = "" if rule.stated else "（条文未定数，此为规则册默认值）"
        return Finding(
            severity=Severity.WARNING,
            code=rule.name,
            where=self.id,
            zh=f"重点检查事项{zh} {value}，超过规则册的 {rule.value}{source}",
            en=f"{rule.name} of KEY items is {value}, above {rule.value} of the rule book",
            clause=rule.clause,
        )

    def __repr__(self) -> str:
        keys = sum(item.kind is ItemKind.KEY for item in self.items)
        return f"<{self.kind} {self.id} v{self.version}：{len(self.items)} 项，其中重点 {keys} 项>"

    def _repr_html_(self) -> str:
        rows = [(item.code, item.name, item.kind, item.ratio_cap or "—", item.implementing_body) for item in self.items]
        return html_table(repr(self), ("编码", "抽查事项", "类别", "比例上限", "实施主体"), rows)


def _shown(item: InspectionItem | None) -> str:
    if item is None:
        return "-"
    return str(item.kind) if item.ratio_cap is None else f"{item.kind} {item.ratio_cap}"


def _number(rule: Rule) -> Fraction:
    if isinstance(rule.value, (int, Fraction)):
        return Fraction(rule.value)
    raise LawError(
        field=rule.name,
        rule_zh="应为比例或数量",
        rule="must be a ratio or a count",
        value=rule.value,
        clause=rule.clause,
    )


def _escaped(change: ItemChange) -> Finding:
    return Finding(
        severity=Severity.WARNING,
        code="items.general_to_key",
        where=change.code,
        zh=f"第 {change.version} 版由“{change.before}”改为“{change.after}”，不再受比例上限约束；理由：{change.reason}",
        en=f"version {change.version} moved it from GENERAL to KEY and out of its cap; reason: {change.reason}",
        clause=LIYANG_2020.ref("2.2.13"),
    )
