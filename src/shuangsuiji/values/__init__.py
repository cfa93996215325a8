"""Values that every room shares (共用值)."""

from shuangsuiji.values.days import CHINA, day_in_china
from shuangsuiji.values.fields import check_count, check_field, check_kind, check_name, is_field, texts
from shuangsuiji.values.findings import Finding, Severity
from shuangsuiji.values.identifiers import (
    Identifier,
    IdForm,
    form_of,
    identifier,
    organisation_check_character,
    region_of,
    uscc_check_character,
)
from shuangsuiji.values.mappings import FrozenMap, freeze
from shuangsuiji.values.ratios import ratio, ratio_text
from shuangsuiji.values.record_texts import record_digest, record_text
from shuangsuiji.values.sources import ClauseRef, TimeLimit, TimeUnit

__all__ = [
    "CHINA",
    "ClauseRef",
    "Finding",
    "FrozenMap",
    "IdForm",
    "Identifier",
    "Severity",
    "TimeLimit",
    "TimeUnit",
    "check_count",
    "check_field",
    "check_kind",
    "check_name",
    "day_in_china",
    "form_of",
    "freeze",
    "identifier",
    "is_field",
    "organisation_check_character",
    "ratio",
    "ratio_text",
    "record_digest",
    "record_text",
    "region_of",
    "texts",
    "uscc_check_character",
]
