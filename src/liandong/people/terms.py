"""Roles that appointments give, and the part a person plays on one matter. Source: workflows.md, "Who", "Roles"."""
from __future__ import annotations

from liandong.kernel.labelled import Doer, Labelled
from liandong.kernel.levels import Level
from liandong.kernel.words import N_


class Role(Labelled):
    """What an appointment makes of a person."""

    DISPATCHER = "dispatcher", N_("调度")
    SECRETARY = "secretary", N_("社区书记")
    GRID = "grid", N_("网格员")
    OFFICER = "officer", N_("经办人")
    LEADER = "leader", N_("街道分管领导")
    HEAD = "head", N_("街道书记、主任")
    LIAISON = "liaison", N_("联络员")
    CALLER = "caller", N_("回访员")
    COORDINATOR = "coordinator", N_("区协调办")
    SUPERVISOR = "supervisor", N_("区督查")
    DISTRICT_LEADER = "district_leader", N_("区领导")
    CATALOGUE = "catalogue", N_("清单管理员")
    ADMIN = "admin", N_("管理员")

    @property
    def level(self) -> Level:
        """The level over which the appointment is held."""
        return LEVELS[self]


LEVELS = {
    Role.DISPATCHER: Level.STREET, Role.SECRETARY: Level.COMMUNITY, Role.GRID: Level.COMMUNITY,
    Role.OFFICER: Level.STREET, Role.LEADER: Level.STREET, Role.HEAD: Level.STREET, Role.LIAISON: Level.DISTRICT,
    Role.CALLER: Level.STREET, Role.COORDINATOR: Level.DISTRICT, Role.SUPERVISOR: Level.DISTRICT,
    Role.DISTRICT_LEADER: Level.DISTRICT, Role.CATALOGUE: Level.DISTRICT, Role.ADMIN: Level.DISTRICT,
}
DESK_ROLES = frozenset({Role.DISPATCHER, Role.SECRETARY, Role.COORDINATOR})
"""Who works a desk: of the street, of the community, of the district."""
WORKING_ROLES = DESK_ROLES | {Role.OFFICER, Role.LIAISON, Role.GRID}
"""Who can hold a matter of the office where the appointment is."""
STRONG_ROLES = frozenset({Role.ADMIN, Role.SUPERVISOR})
"""Whose sign-in needs a second factor outside the demo. Source: trust.md 8."""


class Part(Doer):
    """As what somebody acts on one issue. Source: workflows.md, "Who"."""

    DESK = "desk", N_("经手的调度")
    """The desk now holding it: community secretary, street dispatcher, district coordination office; while a return
    waits for its answer, the desk that assigned."""
    UP = "up", N_("上一级调度")
    """The desk of the level above the one that sent it up; for a department always 区协调办."""
    COORDINATION = "coordination", N_("区协调办")
    OWNER = "owner", N_("承办")
    """A person of the owning office."""
    FIRST = "first", N_("首接")
    """A person of the first receiver's office."""
    LEADER = "leader", N_("分管领导")
    SECOND = "second", N_("第二人")
    """Anyone entitled who is not the one who asked or wrote."""
    CALLER = "caller", N_("回访员")
    """A clerk who is not the handler and speaks with the resident."""
    RESIDENT = "resident", N_("反映人")
    """Whoever holds the issue's link."""
    STAFF = "staff", N_("工作人员")
    """Anybody with an appointment: for intake."""
    CLOCK = "clock", N_("时钟")
    IMPORT = "import", N_("导入")

    @property
    def human(self) -> bool:
        return self not in {Part.CLOCK, Part.IMPORT}
