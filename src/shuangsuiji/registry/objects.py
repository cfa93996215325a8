"""Inspection objects: who or what may be inspected; 二（三） (检查对象)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.errors import InvalidIdentifierError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import ObjectKind
from shuangsuiji.values import FrozenMap, IdForm, check_field, check_kind, check_name, form_of, freeze, texts

__all__ = ["UNKNOWN", "InspectionObject", "check_label"]

UNKNOWN = "-"
_COLUMNS = frozenset({"id", "name", "kind", "region", "holder", "tags", "approved_by", "supervised_by"})
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def _sorted(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts(tags))))


def _once(departments: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts(departments)))


@attrs.frozen(kw_only=True)
class InspectionObject:
    """One object of inspection: a market entity, a product, a project or a behaviour (检查对象).

    Attributes:
        id: 统一社会信用代码 or old registration number of a market entity, any field for other objects; normalised.
        name: verbatim.
        kind: kind of object (2.3.6).
        region: code or name of the region, ``-`` where unknown.
        holder: id of the market entity behind a product, project or behaviour (3.3.3); empty for entities.
        tags: labels (2.3.4), each a field without commas; kept sorted.
        approved_by: ids of the departments that approved it (谁审批).
        supervised_by: ids of the departments in charge of its trade (谁主管).
        attributes: further columns, such as 风险等级, by name.

    Raises:
        InvalidValueError: a field of the wrong form.
        InvalidIdentifierError: an id that is none, or a market entity without a code.
        LawError: an object that is no entity and names no holder.

    """

    id: str
    name: str
    kind: ObjectKind = ObjectKind.ENTERPRISE
    region: str = UNKNOWN
    holder: str = ""
    tags: tuple[str, ...] = attrs.field(default=(), converter=_sorted)
    approved_by: tuple[str, ...] = attrs.field(default=(), converter=_once)
    supervised_by: tuple[str, ...] = attrs.field(default=(), converter=_once)
    attributes: Mapping[str, str] = attrs.field(factory=FrozenMap[str, str], converter=freeze)

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "InspectionObject.id")
        check_kind(self.kind, ObjectKind, f"{self.id}.kind")
        check_label(self.name, f"{self.id}.name")
        check_field(self.region, f"{self.id}.region")
        check_holder(self.id, self.kind, self.holder)
        for tag in self.tags:
            check_tag(tag, f"{self.id}.tags")
        for department in (*self.approved_by, *self.supervised_by):
            check_name(department, f"{self.id}.departments")
        for name, value in self.attributes.items():
            check_attribute(name, f"{self.id}.attributes")
            check_label(value, f"{self.id}.{name}")

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.name} {self.region}>"


def check_holder(id_: str, kind: ObjectKind, holder: str) -> None:
    """Check that an entity has a code of its own and that any other object names its holder.

    Raises:
        InvalidIdentifierError: an enterprise or individual business without a unified code or registration number.
        LawError: an object that is no entity and names no holder, or an entity that names one.

    """
    if kind.is_entity:
        if kind is not ObjectKind.OTHER_ENTITY and form_of(id_) is IdForm.TEXT:
            raise InvalidIdentifierError(
                field="InspectionObject.id",
                rule_zh=f"{kind}须有 18 位统一社会信用代码或 15 位注册号",
                rule=f"a {kind.name} needs a unified code of 18 characters or a registration number of 15 digits",
                value=id_,
            )
        if not holder:
            return
        rule_zh, rule = "市场主体自身即为归集对象，不另设所属主体", "a market entity is its own holder"
    elif holder and form_of(holder) is not IdForm.TEXT:
        return
    else:
        rule_zh, rule = f"{kind}须注明所属市场主体的代码", f"a {kind.name} names the code of the entity behind it"
    raise LawError(
        field=f"{id_}.holder", rule_zh=rule_zh, rule=rule, value=repr(holder), clause=LIYANG_2020.ref("3.3.3")
    )


def check_label(text: object, field: str) -> str:
    """Return text that may stand in a pool: not empty, no control characters or lone surrogates; else verbatim.

    Raises:
        InvalidValueError: anything else.

    """
    if not isinstance(text, str) or not text or _CONTROL.search(text):
        raise InvalidValueError(
            field=field,
            rule_zh="不得为空，不得含控制字符",
            rule="must not be empty and must not contain control characters",
            value=text,
        )
    return text


def check_attribute(name: str, field: str) -> str:
    """Return the name of a further column: a field without commas that is not the name of a column of every object.

    Raises:
        InvalidValueError: anything else.

    """
    check_tag(name, field)
    if name in _COLUMNS:
        zh, en = "是固有列的名称", "is the name of a column that every object has"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=name)
    return name


def check_tag(text: str, field: str) -> str:
    """Return a tag: a field without commas.

    Raises:
        InvalidValueError: anything else.

    """
    check_field(text, field)
    if "," in text:
        raise InvalidValueError(field=field, rule_zh="不得含有逗号", rule="must not contain a comma", value=text)
    return text
