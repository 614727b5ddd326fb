"""Kinds of organisations and the rung on which each stands. Source: domain.md, "Who there is", "Duty catalogue"."""
from __future__ import annotations

from liandong.kernel.labelled import Labelled
from liandong.kernel.levels import Level
from liandong.kernel.words import N_


class OrgKind(Labelled):
    """What an organisation is."""

    PARTY_COMMITTEE = "party_committee", N_("党组织")
    COORDINATION = "coordination", N_("区协调办")
    SUPERVISION = "supervision", N_("区督查")
    DEPARTMENT = "department", N_("区级部门")
    BRANCH = "branch", N_("派出机构")
    ENTERPRISE = "enterprise", N_("公共服务企业")
    STREET_DESK = "street_desk", N_("街道调度")
    STREET_OFFICE = "street_office", N_("街道科室")
    COMMUNITY = "community", N_("社区")
    PROPERTY_COMPANY = "property_company", N_("物业公司")
    OWNERS_COMMITTEE = "owners_committee", N_("业主委员会")
    AGENCY = "agency", N_("机关单位")
    SCHOOL = "school", N_("学校")
    HOSPITAL = "hospital", N_("医院")
    STATE_FIRM = "state_firm", N_("国有企业")
    PRIVATE_FIRM = "private_firm", N_("民营企业")
    SOCIAL_ORGANISATION = "social_organisation", N_("社会组织")


DESKS = {OrgKind.COORDINATION: Level.DISTRICT, OrgKind.STREET_DESK: Level.STREET, OrgKind.COMMUNITY: Level.COMMUNITY}
"""The desk of each level: who receives, assigns, and rules on returns."""

DISTRICT_KINDS = frozenset({OrgKind.COORDINATION, OrgKind.SUPERVISION, OrgKind.DEPARTMENT, OrgKind.BRANCH,
                            OrgKind.ENTERPRISE})
"""For the catalogue these stand on the district's rung."""
RESIDENT_UNITS = frozenset({OrgKind.AGENCY, OrgKind.SCHOOL, OrgKind.HOSPITAL, OrgKind.STATE_FIRM, OrgKind.PRIVATE_FIRM,
                            OrgKind.SOCIAL_ORGANISATION})
"""Units that sit in an area and answer to none of its bodies; they own no matter."""
COMPOUND_KINDS = frozenset({OrgKind.PROPERTY_COMPANY, OrgKind.OWNERS_COMMITTEE})


def level_of(kind: OrgKind, own: Level | None = None) -> Level | None:
    """The rung on which an organisation of this kind may own a matter; None for resident units.

    A Party committee exists on every level: its `own` one counts.
    """
    if kind in DISTRICT_KINDS:
        return Level.DISTRICT
    if kind in {OrgKind.STREET_DESK, OrgKind.STREET_OFFICE}:
        return Level.STREET
    if kind is OrgKind.COMMUNITY:
        return Level.COMMUNITY
    if kind in COMPOUND_KINDS:
        return Level.COMPOUND
    return own if kind is OrgKind.PARTY_COMMITTEE else None
