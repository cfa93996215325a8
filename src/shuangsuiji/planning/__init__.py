"""Plans: who decides what is drawn (计划)."""

from shuangsuiji.planning.annual import EVERY_STRATUM, AnnualPlan, Filter, Operator, SamplingDesign, Task

__all__ = ["EVERY_STRATUM", "AnnualPlan", "Filter", "Operator", "SamplingDesign", "Task"]
