"""Plans: who decides what is drawn (计划)."""

from shuangsuiji.planning.annual import EVERY_STRATUM, AnnualPlan, Filter, Operator, SamplingDesign, Task
from shuangsuiji.planning.joint import JointPlan

__all__ = ["EVERY_STRATUM", "AnnualPlan", "Filter", "JointPlan", "Operator", "SamplingDesign", "Task"]
