"""Documents of the law, clause by clause (规范性文件)."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.values import ClauseRef

__all__ = ["Clause", "Document"]


@attrs.frozen(kw_only=True)
class Clause:
    """One clause of a document (条款).

    Attributes:
        id: id in the clause table, such as ``2.2.12``.
        path: where it stands in the text, such as ``二（二）``.
        quotation: the words of the text, not shortened.

    """

    id: str
    path: str
    quotation: str


@attrs.frozen(kw_only=True)
class Document:
    """A document with its number, issuer, date and clauses (文件).

    Attributes:
        number: 文号, such as ``溧政办发〔2020〕27号``.
        title: full title.
        issuer: who issued it.
        issued_on: when.
        disclosure: grade of disclosure as the document states it.
        clauses: in the order of the text.

    """

    number: str
    title: str
    issuer: str
    issued_on: date
    disclosure: str
    clauses: tuple[Clause, ...]

    @cached_property
    def _by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def clause(self, clause_id: str) -> Clause:
        """Return a clause by its id.

        Raises:
            UnknownNameError: the document has no such clause.

        """
        found = self._by_id.get(clause_id)
        if found is None:
            raise UnknownNameError(field=self.number, value=clause_id, known=f"{len(self.clauses)} clauses")
        return found

    def ref(self, clause_id: str) -> ClauseRef:
        """Return the reference by which a rule cites a clause.

        Raises:
            UnknownNameError: the document has no such clause.

        """
        return ClauseRef(document=self.number, clause=clause_id, path=self.clause(clause_id).path)

    def __repr__(self) -> str:
        return f"<Document {self.number} {len(self.clauses)} 条>"
