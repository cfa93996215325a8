"""Values that every room shares (共用值)."""

from shuangsuiji.values.fields import check_count, check_field, check_name, is_field
from shuangsuiji.values.findings import Finding
from shuangsuiji.values.identifiers import (
    Identifier,
    IdForm,
    form_of,
    identifier,
    organisation_check_character,
    region_of,
    uscc_check_character,
)
from shuangsuiji.values.ratios import ratio, ratio_text
from shuangsuiji.values.sources import ClauseRef, TimeLimit, TimeUnit

__all__ = [
    "ClauseRef",
    "Finding",
    "IdForm",
    "Identifier",
    "TimeLimit",
    "TimeUnit",
    "check_count",
    "check_field",
    "check_name",
    "form_of",
    "identifier",
    "is_field",
    "organisation_check_character",
    "ratio",
    "ratio_text",
    "region_of",
    "uscc_check_character",
]
