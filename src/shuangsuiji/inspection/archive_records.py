"""That a dossier went to the archive, and how far it had come by then: 2.1.9 (归档移交)."""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.inspection.dossiers import DossierHead
from shuangsuiji.values import check_field, check_kind, check_name
from shuangsuiji.workdays.layers import check_day

__all__ = ["ArchiveRecord"]


@attrs.frozen(kw_only=True)
class ArchiveRecord:
    """That the dossier of a finished task went to the archive: 2.1.9 (归档移交).

    Attributes:
        archive_number: number of the file in the archive.
        by: id of the department that handed it over.
        on: the day.
        head: how far the dossier had come: the entry before this one.

    """

    archive_number: str
    by: str
    on: date
    head: DossierHead

    def __attrs_post_init__(self) -> None:
        check_field(self.archive_number, "ArchiveRecord.archive_number")
        check_name(self.by, "ArchiveRecord.by")
        check_day(self.on, "ArchiveRecord.on")
        check_kind(self.head, DossierHead, "ArchiveRecord.head")
