"""Plans: who decides what is drawn (计划)."""

from shuangsuiji.planning.annual import EVERY_STRATUM, AnnualPlan, Filter, Operator, SamplingDesign, Task
from shuangsuiji.planning.conference import LIYANG_CONFERENCE, JointConference, check_conference, check_inspecting
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_calls import AgendaItem, Delegation, MeetingCall, MeetingProposal
from shuangsuiji.planning.conference_changes import (
    confirm_change,
    join,
    name_liaison,
    propose_addition,
    propose_adjustment,
)
from shuangsuiji.planning.conference_meetings import Attendance, LiaisonMeeting, Meeting
from shuangsuiji.planning.conference_seats import Liaison, Membership, MembershipChange
from shuangsuiji.planning.conference_terms import (
    AgendaKind,
    AttendanceKind,
    ConferenceRole,
    MatterStatus,
    MeetingKind,
    MinutesStep,
    ResolutionOutcome,
    SeatChangeKind,
    SeatStatus,
)
from shuangsuiji.planning.consultations import Consultation, Opinion
from shuangsuiji.planning.guides import CheckPoint, InspectionGuide, check_guides
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_options import ConferenceUnits, ProcedureOptions
from shuangsuiji.planning.joint_procedures import JointProcedure, draft_joint
from shuangsuiji.planning.joint_steps import Distribution, JointAct, Letter, Reply, Revision, Sitting, Step
from shuangsuiji.planning.joint_terms import (
    Answer,
    JointAction,
    JointRole,
    JointRoute,
    JointStage,
    JointTrigger,
    Quorum,
)
from shuangsuiji.planning.minutes import Minutes, agree, copy_up, draw_up, file_minutes, issue, redraw, sign
from shuangsuiji.planning.participation import city_level_participants, required_participants, with_city_level
from shuangsuiji.planning.resolutions import AssignedDuty, Resolution
from shuangsuiji.planning.resolved_matters import (
    Delivery,
    OverdueDuty,
    ReportToGovernment,
    ResolvedMatter,
    check_resolved_matters,
    complete,
    deliver,
    overdue,
)
from shuangsuiji.planning.teams import ExpertRule, TeamRule, check_teams, team_minimum
from shuangsuiji.planning.working_rules import WorkingRules

__all__ = [
    "EVERY_STRATUM",
    "LIYANG_CONFERENCE",
    "Act",
    "AgendaItem",
    "AgendaKind",
    "AnnualPlan",
    "Answer",
    "AssignedDuty",
    "Attendance",
    "AttendanceKind",
    "CheckPoint",
    "ConferenceRole",
    "ConferenceUnits",
    "Consultation",
    "Delegation",
    "Delivery",
    "Distribution",
    "ExpertRule",
    "Filter",
    "InspectionGuide",
    "JointAct",
    "JointAction",
    "JointConference",
    "JointPlan",
    "JointProcedure",
    "JointRole",
    "JointRoute",
    "JointStage",
    "JointTrigger",
    "Letter",
    "Liaison",
    "LiaisonMeeting",
    "MatterStatus",
    "Meeting",
    "MeetingCall",
    "MeetingKind",
    "MeetingProposal",
    "Membership",
    "MembershipChange",
    "Minutes",
    "MinutesStep",
    "Operator",
    "Opinion",
    "OverdueDuty",
    "ProcedureOptions",
    "Quorum",
    "Reply",
    "ReportToGovernment",
    "Resolution",
    "ResolutionOutcome",
    "ResolvedMatter",
    "Revision",
    "SamplingDesign",
    "SeatChangeKind",
    "SeatStatus",
    "Sitting",
    "Step",
    "Task",
    "TeamRule",
    "WorkingRules",
    "agree",
    "check_conference",
    "check_guides",
    "check_inspecting",
    "check_resolved_matters",
    "check_teams",
    "city_level_participants",
    "complete",
    "confirm_change",
    "copy_up",
    "deliver",
    "draft_joint",
    "draw_up",
    "file_minutes",
    "issue",
    "join",
    "name_liaison",
    "overdue",
    "propose_addition",
    "propose_adjustment",
    "redraw",
    "required_participants",
    "sign",
    "team_minimum",
    "with_city_level",
]
