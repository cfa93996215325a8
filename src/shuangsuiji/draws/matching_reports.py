"""What a matching means: teams, work lists, loads, repeated pairs, how open the lots were: 3.2.2 (匹配报表)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.matching_loads import (
    DepartmentLoad,
    LotWidths,
    OfficerLoad,
    RepeatedPairs,
    department_loads,
    lot_widths,
    officer_loads,
    repeated_pairs,
)
from shuangsuiji.draws.matchings import Matching
from shuangsuiji.draws.work_lists import TeamReport, WorkList, team_reports, work_lists
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.lottery.seating import UnitKey
from shuangsuiji.lottery.substitutions import Substitution

__all__ = ["MatchingReport", "report", "work_list"]


@attrs.frozen(kw_only=True)
class MatchingReport:
    """What a matching means, computed from it and from nothing else: 3.2.2, matching.md §3 (匹配报表).

    Attributes:
        agency: whose draw it is.
        plan: id of the annual plan.
        task: id of the task.
        k: the last round, 0 for the main draw.
        teams: who goes to every object, in the order of visits; those of replaced objects stand last.
        work_lists: what everybody has to visit, officers by id, then experts; also of those who have nothing to visit.
        loads: units, load carried over and capacity of every officer, by id.
        departments: how the units of each department are spread over its officers.
        pairs: how often officers of each department sit together more than once.
        lots: among how many officers the seats were drawn, and where these were too few.
        substitutions: who could not go, who goes instead, and why; by number.
        empty: the seats that nobody holds, of objects still to be visited: object, department and number.

    """

    agency: str
    plan: str
    task: str
    k: int
    teams: tuple[TeamReport, ...]
    work_lists: tuple[WorkList, ...]
    loads: tuple[OfficerLoad, ...]
    departments: tuple[DepartmentLoad, ...]
    pairs: tuple[RepeatedPairs, ...]
    lots: LotWidths
    substitutions: tuple[Substitution, ...]
    empty: tuple[tuple[str, str, int], ...]

    @cached_property
    def _lists(self) -> Mapping[str, WorkList]:
        return {one.id: one for one in self.work_lists}

    @cached_property
    def _teams(self) -> Mapping[UnitKey, TeamReport]:
        return {(one.object, one.department): one for one in self.teams}

    def work_list(self, officer_id: str) -> WorkList:
        """Return what one officer or expert has to visit (工作清单).

        Raises:
            UnknownNameError: nobody of that id may be matched in this draw.

        """
        if officer_id not in self._lists:
            raise UnknownNameError(field="officer_id", value=officer_id, known=f"{len(self._lists)} ids")
        return self._lists[officer_id]

    def team(self, object_id: str, department: str) -> TeamReport:
        """Return whom a department sends to an object (检查组安排).

        Raises:
            UnknownNameError: the department sends nobody to such an object.

        """
        key = object_id, department
        if key not in self._teams:
            raise UnknownNameError(field="team", value=f"{object_id} {department}", known=f"{len(self._teams)} teams")
        return self._teams[key]

    @property
    def odds(self) -> Mapping[tuple[str, str, int], Fraction | None]:
        """For every officers' seat that is held 1/|M|, None where a repair gave it; by object, department and number.

        It is the chance of its holder once all earlier seats were known, not his chance before the draw.
        """
        return {
            (team.object, team.department, seat.number): seat.odds
            for team in self.teams
            for seat in team.seats
            if seat.officer is not None
        }

    @property
    def largest_odds(self) -> Fraction | None:
        """1/|M| of the smallest lot; None where no seat was filled by lot."""
        return Fraction(1, self.lots.least) if self.lots.least else None

    @property
    def repaired(self) -> int:
        """How many officers' seats a repair filled or shifted last."""
        return sum(seat.via == "repair" for team in self.teams for seat in team.seats)

    @property
    def participation(self) -> Fraction:
        """The share of all officers who have at least one unit, exactly; 0 where there are no officers."""
        return Fraction(sum(one.taking_part for one in self.departments), len(self.loads) or 1)

    def __repr__(self) -> str:
        part = sum(one.taking_part for one in self.departments)
        counts = f"{len(self.teams)} 个检查组，{len(self.loads)} 人中 {part} 人参加，空席 {len(self.empty)}"
        widest = self.largest_odds
        odds = f"，单席最大机会 {widest}" if widest is not None else ""
        lots = f"，不足 {self.lots.wanted} 人抽签的 {self.lots.below} 席{odds}，修补所得 {self.repaired} 席"
        return f"<匹配报表 {self.agency} {self.plan}/{self.task}：{counts}{lots}，替换 {len(self.substitutions)} 次>"

    def _repr_html_(self) -> str:
        header = ("部门", "人员", "参加", "人次", "最少", "最多", "平均", "基尼系数", "重复同组的对数", "最多同组次数")
        rows = (
            (
                one.department,
                one.officers,
                one.taking_part,
                one.units,
                one.least,
                one.most,
                f"{float(one.mean):.2f}",
                f"{float(one.gini):.3f}",
                pairs.repeated,
                pairs.most,
            )
            for one, pairs in zip(self.departments, self.pairs, strict=True)
        )
        return html_table(repr(self), header, rows, total=len(self.departments))


def report(matching: Matching) -> MatchingReport:
    """Return what a matching means: teams, work lists, loads, pairs, lots: 3.2.2 (匹配报表)."""
    manifest, staff = matching.commitment.manifest, matching.seated.staff
    terms = matching.seated.terms
    teams = team_reports(matching)
    loads = officer_loads(teams, staff.officers)
    departments = sorted({*terms.departments, *(one.department for one in staff.officers)})
    return MatchingReport(
        agency=manifest.agency,
        plan=manifest.plan,
        task=manifest.task,
        k=matching.k,
        teams=teams,
        work_lists=work_lists(teams, staff.officers, staff.experts),
        loads=loads,
        departments=department_loads(loads, departments),
        pairs=repeated_pairs(teams, departments),
        lots=lot_widths(teams, terms.lot),
        substitutions=matching.substitutions,
        empty=matching.empty,
    )


def work_list(matching: Matching, officer_id: str) -> WorkList:
    """Return what one officer or expert has to visit; for many of them ask ``report`` once (工作清单).

    Args:
        matching: the matching.
        officer_id: his id.

    Raises:
        UnknownNameError: nobody of that id may be matched in this draw.

    """
    return report(matching).work_list(officer_id)
