"""The commitment: frames, exclusions and manifest, fixed before the beacon (锁定)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from shuangsuiji.errors import BrokenChainError, BundleError, InvalidValueError
from shuangsuiji.lottery.checking_frames import EXCLUDED_COLUMNS, check_terms
from shuangsuiji.lottery.checking_people import region_faults, strange_recusals
from shuangsuiji.lottery.forms import lines_digest, parse_table, table_bytes
from shuangsuiji.lottery.frames import COLUMNS, TableFrame
from shuangsuiji.lottery.inclusion_tables import INCLUSION_TABLE, inclusion_bytes
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.predictions import Predictability, predictability
from shuangsuiji.lottery.preflights import Preflight, preflight
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.verdicts import CheckStatus, Ledger
from shuangsuiji.planning import AnnualPlan, JointProcedure, JointRelaxation, Task
from shuangsuiji.registry import ItemList, ObjectPool
from shuangsuiji.values import Finding, freeze

__all__ = ["Basis", "Commitment"]

_SHOWN = 10


@attrs.frozen(kw_only=True)
class Basis:
    """What a commitment was made from; a bundle cites it by ids, versions and digests (依据).

    Attributes:
        plan: the annual plan.
        task: the task of that plan.
        items: the item list.
        pool: the version of the pool.
        procedure: of a joint task, how its joint plan was decided on, or the relaxation that was filed.

    """

    plan: AnnualPlan
    task: Task
    items: ItemList
    pool: ObjectPool
    procedure: JointProcedure | JointRelaxation | None = None


def _frozen_tables(tables: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    return freeze({name: freeze(reasons) for name, reasons in tables.items()})


@attrs.frozen(kw_only=True)
class Commitment:
    """Everything that a draw is bound to; publish ``commit`` before the beacon happens (锁定).

    Attributes:
        manifest: the committed sheet.
        frames: the sampling frame of each item.
        excluded: reason by id, for the objects left out of each frame.
        staff: who may be matched; None where nobody is, and where a public bundle leaves these tables out.
        basis: plan, task, list and pool; None where the commitment was read from a bundle, which only cites them.
        findings: what ``commit`` had to say, such as strata left without a chance.

    Raises:
        BrokenChainError: a frame, a table of exclusions or of people is not the one of the manifest.

    """

    manifest: Manifest
    frames: Mapping[str, TableFrame] = attrs.field(converter=freeze)
    excluded: Mapping[str, Mapping[str, str]] = attrs.field(converter=_frozen_tables)
    staff: Staff | None = None
    basis: Basis | None = None
    findings: tuple[Finding, ...] = ()

    def __attrs_post_init__(self) -> None:
        names = {terms.name for terms in self.manifest.frames}
        for kind, tables in (("frame", set(self.frames)), ("excluded", set(self.excluded))):
            if tables != names:
                raise _broken(kind, sorted(names), sorted(tables))
        for terms in self.manifest.frames:
            frame = self.frames[terms.name].digest(self.manifest.alg)
            if frame != terms.digest:
                raise _broken(f"frame.{terms.name}", terms.digest, frame)
            excluded = lines_digest(self.manifest.alg, self._excluded_bytes(terms.name))
            if excluded != terms.excluded_digest:
                raise _broken(f"excluded.{terms.name}", terms.excluded_digest, excluded)
            self._check_numbers(terms)
        if self.staff is not None:
            self._check_people(self.staff)

    def _check_people(self, staff: Staff) -> None:
        """Check that the people are the committed ones, and keep the rules of the matching."""
        manifest = self.manifest
        staff.check_committed(manifest.alg, manifest.people, "")
        terms = manifest.matching
        if terms is None:
            raise _broken("staff", "无人员匹配 nobody is matched", repr(staff))
        lapsing = staff.lapsing(terms.window[1]) if terms.window else ()
        for code, faults in (
            ("team", terms.too_small),
            ("region", region_faults(self.frames)),
            ("people", [f"{one.id} {one.valid_until}" for one in lapsing]),
            ("recusal", strange_recusals(staff, self.frames)),
        ):
            if faults:
                raise _broken(code, "相符 agreement", "; ".join(faults[:_SHOWN]))

    def _check_numbers(self, terms: FrameTerms) -> None:
        """Check that what a manifest says in numbers is what its tables hold."""
        frame, excluded = self.frames[terms.name], self.excluded[terms.name]
        for key, said, found in (
            (f"frame.{terms.name}.rows", terms.rows, frame.rows),
            (f"excluded.{terms.name}.rows", terms.excluded_rows, len(excluded)),
            (f"excluded.{terms.name}", 0, sum(id_ in frame for id_ in excluded)),
        ):
            if said != found:
                raise _broken(key, said, found)
        ledger = Ledger()
        check_terms(terms, frame, ledger)
        for check in ledger.checks:
            if check.status is CheckStatus.REFUSED:
                raise _broken(check.code, "相符 agreement", f"{check.zh} / {check.en}")

    def preflight(self, n: int = 1000) -> Preflight:
        """Return whether every outcome of the draw can be matched, and if not, what is lacking (预检).

        Args:
            n: how many draws are simulated where the worst case cannot be matched.

        Raises:
            InvalidValueError: the draw matches nobody, or the tables of people are not at hand.

        """
        return preflight(self.manifest, self.frames, self._people(), n)

    def predictability(self, n: int = 1000) -> Predictability:
        """Return who can be foreseen on which teams, from so many simulated draws (可预测性).

        Raises:
            InvalidValueError: the draw matches nobody, or the tables of people are not at hand.

        """
        return predictability(self.manifest, self.frames, self._people(), n)

    def _people(self) -> Staff:
        if self.staff is None:
            zh, en = "锁定不匹配人员，或人员表未随包公开", "matches nobody, or its tables of people are not at hand"
            raise InvalidValueError(field="staff", rule_zh=zh, rule=en, value=None)
        return self.staff

    @property
    def commit(self) -> str:
        """COMMIT, the hash to publish before the beacon."""
        return self.manifest.commit

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Commitment:
        """Return the commitment in the files of a bundle.

        Raises:
            BundleError: a file is missing.
            InvalidFormError: a fault of form.
            BrokenChainError: a table is not the one of the manifest.

        """
        manifest = Manifest.from_bytes(_file(files, "manifest.txt"))
        people = {name: files[f"{name}.tsv"] for name in manifest.people if f"{name}.tsv" in files}
        whole = manifest.matching is not None and people.keys() == manifest.people.keys()
        frames: dict[str, TableFrame] = {}
        excluded: dict[str, dict[str, str]] = {}
        for terms in manifest.frames:
            name, table = f"frame.{terms.name}.tsv", f"excluded.{terms.name}.tsv"
            frames[terms.name] = TableFrame.from_table(parse_table(_file(files, name), name, COLUMNS))
            excluded[terms.name] = {row[0]: row[1] for row in parse_table(_file(files, table), table, EXCLUDED_COLUMNS)}
        staff = Staff.from_tables(people) if whole else None
        return cls(manifest=manifest, frames=frames, excluded=excluded, staff=staff)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files of the bundle as they are before the reveal, by name."""
        files = {"manifest.txt": self.manifest.to_bytes()}
        for name, frame in self.frames.items():
            files[f"frame.{name}.tsv"] = frame.to_bytes()
            files[f"excluded.{name}.tsv"] = self._excluded_bytes(name)
        if self.staff is not None:
            tables = self.staff.tables()
            files |= {f"{name}.tsv": tables[name] for name in self.manifest.people}
        chances = inclusion_bytes(self.manifest.frames, self.frames)
        return freeze(files if chances is None else {**files, INCLUSION_TABLE: chances})

    def _excluded_bytes(self, name: str) -> bytes:
        return table_bytes(self.excluded[name].items())

    def __repr__(self) -> str:
        rows = sum(frame.rows for frame in self.frames.values())
        drawn = sum(sum(terms.quotas.values()) for terms in self.manifest.frames)
        manifest = self.manifest
        return f"<锁定 {manifest.agency} {manifest.plan}/{manifest.task}：{rows} 行，应抽 {drawn}，{self.commit[:12]}…>"


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise BundleError(path=name, rule_zh="缺少该文件", rule="the file is missing")
    return files[name]


def _broken(link: str, expected: object, value: object) -> BrokenChainError:
    zh, en = "与锁定单不符", "is not the one of the manifest"
    return BrokenChainError(link=link, rule_zh=zh, rule=en, expected=expected, value=value)
