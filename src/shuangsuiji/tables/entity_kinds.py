"""Which kind of market entity a row is about, from its type in words or from its code (检查对象类别判断)."""

from __future__ import annotations

import re

from shuangsuiji.terms import ObjectKind
from shuangsuiji.values import IdForm, form_of

__all__ = ["kind_of"]

_ENTERPRISE = re.compile("公司|企业|合伙|独资|集体|国有|全民|股份|联营|分支机构|有限|经营单位|港澳台|外商")
_INDIVIDUAL = re.compile("个体")
_OTHER = re.compile("合作社|代表机构|事业|社会团体|机关|基金会|民办非企业|社会服务")
_INDIVIDUAL_DIGITS = "6789"
_KIND_OF_PREFIX = {"91": ObjectKind.ENTERPRISE, "92": ObjectKind.INDIVIDUAL_BUSINESS}


def kind_of(type_name: str, code: str) -> ObjectKind:
    """Return the kind of a market entity: what its type says, else its code (检查对象类别).

    The first two characters of a unified code name the registering authority and the category (GB 32100: 91 企业,
    92 个体工商户); the seventh digit of an old registration number is 6 to 9 for 个体工商户.
    """
    for pattern, kind in (
        (_INDIVIDUAL, ObjectKind.INDIVIDUAL_BUSINESS),
        (_OTHER, ObjectKind.OTHER_ENTITY),
        (_ENTERPRISE, ObjectKind.ENTERPRISE),
    ):
        if type_name and pattern.search(type_name):
            return kind
    form = form_of(code)
    if form is IdForm.USCC:
        return _KIND_OF_PREFIX.get(code[:2], ObjectKind.OTHER_ENTITY)
    if form is IdForm.REG15:
        individual = code[6] in _INDIVIDUAL_DIGITS
        return ObjectKind.INDIVIDUAL_BUSINESS if individual else ObjectKind.ENTERPRISE
    return ObjectKind.OTHER_ENTITY
