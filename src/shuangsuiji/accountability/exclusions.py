"""Who left an object out of a frame, and whether that is whoever is to be exempted: 2.1.9 (排除查找)."""

from __future__ import annotations

import re

from shuangsuiji.accountability.basis_parts import ExclusionRecord
from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_draws import FrameLook
from shuangsuiji.accountability.records_basis import RecordsBasis

__all__ = ["exclusions_of", "in_conflict"]


def exclusions_of(look: FrameLook, case: Case, basis: RecordsBasis) -> tuple[ExclusionRecord, ...]:
    """Return every record by the day of the basis of who left the object out of a frame (排除记录查找)."""
    commit = look.draw.manifest.commit
    own = (one for one in basis.exclusions if (one.object_id, one.commit) == (case.object_id, commit))
    return tuple(one for one in own if one.on <= basis.as_of)


def in_conflict(look: FrameLook, case: Case, basis: RecordsBasis) -> bool:
    """Tell whether it was left out by whoever is to be exempted, or by his department (排除冲突).

    Any record of the exclusion that names them says so, whatever reason the frame gives; without one, the reason of an
    exclusion by hand may name them.
    """
    named = (case.subject, case.department)
    records = exclusions_of(look, case, basis)
    if any(one in (record.decided_by, record.department) for record in records for one in named):
        return True
    return look.by_hand and any(_names(look.reason, one) for one in named)


def _names(text: str, id_: str) -> bool:
    """Tell whether a text names an id as a whole: JS00071 does not name JS0007."""
    return re.search(rf"(?<![0-9A-Za-z_-]){re.escape(id_)}(?![0-9A-Za-z_-])", text) is not None
