"""What an inspector may show for himself: certificate, qualifications, training; and when he is away (执法资格)."""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.officers import check_part
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.terms import AbsenceReason, CertificateKind
from shuangsuiji.values import check_field, check_kind

__all__ = ["Certificate", "Leave", "Qualification", "Training", "check_order"]


def check_order(start: date | None, end: date | None, field: str) -> None:
    """Check that two days are days, and that the last does not lie before the first; None is open (起止日期).

    Raises:
        InvalidValueError: anything else.

    """
    for day in (start, end):
        if day is not None:
            check_day(day, field)
    if start is not None and end is not None and end < start:
        zh, en = f"止日不得早于起日 {start}", f"the last day must not lie before the first, {start}"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=end.isoformat())


@attrs.frozen(kw_only=True)
class Certificate:
    """The certificate that an inspector shows at the door (执法证件).

    Attributes:
        number: a field.
        valid_until: last day.
        kind: kind of certificate.
        valid_from: first day, None where it is not known.

    """

    number: str
    valid_until: date
    kind: CertificateKind = CertificateKind.ADMINISTRATIVE
    valid_from: date | None = None

    def __attrs_post_init__(self) -> None:
        check_field(self.number, "Certificate.number")
        check_kind(self.kind, CertificateKind, f"{self.number}.kind")
        check_day(self.valid_until, f"{self.number}.valid_until")
        check_order(self.valid_from, self.valid_until, f"{self.number}.valid_until")

    def covers(self, first: date, last: date) -> bool:
        """Tell whether the certificate is valid on every day from first to last."""
        return (self.valid_from is None or self.valid_from <= first) and last <= self.valid_until


@attrs.frozen(kw_only=True)
class Qualification:
    """What an inspector is formally qualified for, and until when: 2.3.8 (执法资质).

    Attributes:
        name: the tag that an item may ask for; no ``,`` and ``;``.
        valid_until: last day, None where it does not lapse.

    """

    name: str
    valid_until: date | None = None

    def __attrs_post_init__(self) -> None:
        check_part(self.name, "Qualification.name")
        check_order(None, self.valid_until, f"{self.name}.valid_until")

    def is_valid(self, on: date) -> bool:
        """Tell whether it is held on a day."""
        return self.valid_until is None or on <= self.valid_until


@attrs.frozen(kw_only=True)
class Leave:
    """Days on which an inspector is away (休假).

    Attributes:
        starts_on: first day.
        ends_on: last day.
        reason: as it is published; LEAVE says no more than that he is away.

    """

    starts_on: date
    ends_on: date
    reason: AbsenceReason = AbsenceReason.LEAVE

    def __attrs_post_init__(self) -> None:
        check_kind(self.reason, AbsenceReason, "Leave.reason")
        check_day(self.starts_on, "Leave.starts_on")
        check_day(self.ends_on, "Leave.ends_on")
        check_order(self.starts_on, self.ends_on, "Leave.ends_on")
        if self.reason is AbsenceReason.OTHER:
            zh, en = "须写明何种原因", "must say which"
            raise InvalidValueError(field="Leave.reason", rule_zh=zh, rule=en, value=str(self.reason))

    def covers(self, on: date) -> bool:
        """Tell whether he is away on a day."""
        return self.starts_on <= on <= self.ends_on


@attrs.frozen(kw_only=True)
class Training:
    """A training in enforcement that an inspector has completed: 4.3.3 (培训记录)."""

    subject: str
    completed_on: date

    def __attrs_post_init__(self) -> None:
        check_field(self.subject, "Training.subject")
        check_day(self.completed_on, f"{self.subject}.completed_on")
