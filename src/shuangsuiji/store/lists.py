"""What a store has to say on a day: what is due, what is overdue, what is incomplete, by department (案卷库清单)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from shuangsuiji.inspection.dossier_matters import open_leads, open_matters
from shuangsuiji.inspection.matters import OpenMatter
from shuangsuiji.inspection.publication_deadlines import PublicationTerms
from shuangsuiji.store.connections import Store
from shuangsuiji.store.stores import kinds, read_dossier, read_register

__all__ = ["by_department", "due", "incomplete", "overdue"]


def incomplete(
    store: Store, on: date, terms: PublicationTerms, *, department: str | None = None
) -> tuple[OpenMatter, ...]:
    """Return everything that is still open on a day, by the day on which it is due: 2.1.9 (未结清单).

    A dossier that went to the archive is looked at all the same: that it is said to be there shows nothing.

    Args:
        store: the store.
        on: the day.
        terms: calendar, rule book and readings of the term of publication.
        department: whose matters; None for all.

    Raises:
        StoreError: the file is damaged.
        InvalidJsonError: an entry that holds no record; ``verify_store`` names it.
        InvalidValueError: a day outside the calendar.

    """
    found = (one for one in _open(store, on, terms) if department in (None, one.department))
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.department, one.dossier, one.where)))


def overdue(
    store: Store, on: date, terms: PublicationTerms, *, department: str | None = None
) -> tuple[OpenMatter, ...]:
    """Return what is open and past its term on a day (逾期清单).

    Raises:
        StoreError: as ``incomplete``.

    """
    return tuple(one for one in incomplete(store, on, terms, department=department) if one.is_overdue(on))


def due(
    store: Store, on: date, terms: PublicationTerms, *, within: int = 7, department: str | None = None
) -> tuple[OpenMatter, ...]:
    """Return what is open and due on a day or in so many days after it (到期清单).

    What may be due by now, and is not surely overdue while the notice on holidays is missing, is here too.

    Raises:
        StoreError: as ``incomplete``.

    """
    last = on + timedelta(days=within)
    every = incomplete(store, on, terms, department=department)
    return tuple(one for one in every if one.due_on is not None and one.due_on <= last and not one.is_overdue(on))


def by_department(matters: Iterable[OpenMatter]) -> dict[str, tuple[OpenMatter, ...]]:
    """Return matters by the department that is to see to them, by its id (分部门清单)."""
    found: dict[str, list[OpenMatter]] = {}
    for one in matters:
        found.setdefault(one.department, []).append(one)
    return {name: tuple(found[name]) for name in sorted(found)}


def _open(store: Store, on: date, terms: PublicationTerms) -> Iterator[OpenMatter]:
    for id_, kind in kinds(store):
        if kind == "LeadRegister":
            yield from open_leads(read_register(store, id_), on, terms.calendar)
            continue
        yield from open_matters(read_dossier(store, id_), on, terms)
