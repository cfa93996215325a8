"""Plans: who decides what is drawn (计划)."""

from shuangsuiji.planning.annual import EVERY_STRATUM, AnnualPlan, Filter, Operator, SamplingDesign, Task
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.teams import ExpertRule, TeamRule, check_teams, team_minimum

__all__ = [
    "EVERY_STRATUM",
    "AnnualPlan",
    "ExpertRule",
    "Filter",
    "JointPlan",
    "Operator",
    "SamplingDesign",
    "Task",
    "TeamRule",
    "check_teams",
    "team_minimum",
]
