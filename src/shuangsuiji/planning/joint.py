"""Joint inspections of several departments: 三（一）, 三（二） (部门联合抽查)."""

from __future__ import annotations

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.values import check_field, check_name, texts

__all__ = ["JointPlan"]


@attrs.frozen(kw_only=True)
class JointPlan:
    """One joint inspection: who initiates it and who takes part (部门联合抽查).

    Attributes:
        id: a field; the manifest of its draw names it.
        initiator: id of the department that initiates and leads it.
        participants: ids of the other departments, each once, at least one.

    """

    id: str
    initiator: str
    participants: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "JointPlan.id")
        for name in self.members:
            check_name(name, f"JointPlan {self.id}")
        if not self.participants:
            zh, en = "联合抽查至少有一个参与部门", "a joint inspection has at least one participant"
            raise InvalidValueError(field=f"JointPlan {self.id}.participants", rule_zh=zh, rule=en, value=())
        twice = [name for name in self.members if self.members.count(name) > 1]
        if twice:
            raise DuplicateError(field=f"JointPlan {self.id}", value=twice[0])

    @property
    def members(self) -> tuple[str, ...]:
        """The initiator and the participants."""
        return (self.initiator, *self.participants)

    def __repr__(self) -> str:
        return f"<部门联合抽查 {self.id}：{self.initiator} 发起，{'、'.join(self.participants)} 参与>"
