"""How the objects of one item are drawn in a task: ratios, rounding, cap, batches; 二（二）, 三（一） (抽样设计)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.quotas import DESIGNS, ROUNDINGS
from shuangsuiji.planning.filters import Filter, check_part
from shuangsuiji.terms import CapScope
from shuangsuiji.values import check_count, check_field, check_kind, check_name, freeze, ratio

__all__ = ["EVERY_STRATUM", "SamplingDesign"]

EVERY_STRATUM = "*"


def _ratios(given: object) -> Mapping[str, Fraction]:
    by_stratum = cast("Mapping[str, object]", given) if isinstance(given, Mapping) else {EVERY_STRATUM: given}
    return freeze({stratum: ratio(value, f"ratio {stratum}") for stratum, value in by_stratum.items()})


def _targets(given: object) -> Mapping[str, Fraction]:
    return freeze({}) if given is None else _ratios(given)


@attrs.frozen(kw_only=True)
class SamplingDesign:
    """How the objects of one item are drawn in a task (抽样设计).

    Attributes:
        item_code: the item.
        ratios: exact ratio by stratum; ``"*"`` speaks for every stratum not named. One ratio alone means ``"*"``.
        rounding: ``floor``, ``ceil`` or ``chance``; ``floor`` never carries a stratum above its ratio, ``chance`` keeps
            it exactly on the average.
        cap_scope: whether the cap of a GENERAL item binds each stratum (the stricter reading of 二（二）, the default)
            or the item as a whole.
        filters: which objects of the pool the item concerns, beside the task's own filters.
        design: ``stratified`` (equal chances within a stratum) or ``pareto`` (chances in proportion to a weight).
        weight: for ``pareto``, the attribute of the objects that holds their weight, a whole number from 1.
        batches: number of batches in which the drawn are visited, in random order: 二（二）; None for none.
        inclusion_targets: the inclusion probability that an object is to have over the year, at least, by stratum as
            in ``ratios`` (3.1.8); none where the plan sets none. What really results follows from ratio and frequency.

    """

    item_code: str
    ratios: Mapping[str, Fraction] = attrs.field(converter=_ratios)
    rounding: str = "floor"
    cap_scope: CapScope = CapScope.STRATUM
    filters: tuple[Filter, ...] = ()
    design: str = "stratified"
    weight: str | None = None
    batches: int | None = None
    inclusion_targets: Mapping[str, Fraction] = attrs.field(default=None, converter=_targets)

    def __attrs_post_init__(self) -> None:
        check_name(self.item_code, "SamplingDesign.item_code")
        check_kind(self.cap_scope, CapScope, f"{self.item_code}.cap_scope")
        for stratum in (*self.ratios, *self.inclusion_targets):
            check_field(stratum, f"ratio {self.item_code}")
        if not self.ratios or self.rounding not in ROUNDINGS:
            raise InvalidValueError(
                field=f"SamplingDesign {self.item_code}",
                rule_zh=f"须有比例，进位方式为 {'、'.join(ROUNDINGS)} 之一",
                rule=f"needs a ratio, and a rounding of {', '.join(ROUNDINGS)}",
                value=(dict(self.ratios), self.rounding),
            )
        self._check_design()

    def _check_design(self) -> None:
        if self.design not in DESIGNS or (self.design == "pareto") != (self.weight is not None):
            raise InvalidValueError(
                field=f"SamplingDesign {self.item_code}",
                rule_zh="设计为 stratified 或 pareto；pareto 且仅 pareto 须指明权重列 weight",
                rule="design is stratified or pareto, and pareto, and nothing else, names a column weight",
                value=(self.design, self.weight),
            )
        if self.weight is not None:
            check_part(self.weight, f"{self.item_code}.weight")
        if self.batches is not None:
            check_count(self.batches, f"{self.item_code}.batches", at_least=1)

    def ratio_of(self, stratum: str) -> Fraction:
        """Return the ratio asked for in a stratum.

        Raises:
            UnknownNameError: the design names neither the stratum nor ``"*"``.

        """
        found = self.ratios.get(stratum, self.ratios.get(EVERY_STRATUM))
        if found is None:
            raise UnknownNameError(field=f"ratio {self.item_code}", value=stratum, known="、".join(self.ratios))
        return found

    def target_of(self, stratum: str) -> Fraction | None:
        """Return the inclusion probability aimed at in a stratum, None where the plan sets none."""
        return self.inclusion_targets.get(stratum, self.inclusion_targets.get(EVERY_STRATUM))
