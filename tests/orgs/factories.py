"""The organisations of the small district: desks, departments, a branch, offices, companies, one resident unit."""
from __future__ import annotations

from dataclasses import dataclass

from liandong.kernel.levels import Level
from liandong.orgs import services
from liandong.orgs.models import Organisation
from liandong.orgs.rows import ContactRow, OrganisationRow
from liandong.orgs.terms import OrgKind
from tests.places.factories import NOW, Places, small_district

D, S, T = "330602", "330602002", "330602001"
C, C2, C3, X = "330602002045", "330602002046", "330602001004", "330602002045X01"
HOUSING = "区住房和城乡建设局"

ROWS = [
    OrganisationRow("coordination", OrgKind.COORDINATION, "越城区基层治理协调办公室", D, short_name="区协调办"),
    OrganisationRow("supervision", OrgKind.SUPERVISION, "越城区督查室", D, short_name="区督查"),
    OrganisationRow("dept-housing", OrgKind.DEPARTMENT, HOUSING, D, short_name="区住建局",
                    also=(HOUSING + "(排水)", HOUSING + "(市政养护)"),
                    contacts=(ContactRow("值班", "沈甲", "0575-0000-1001"),)),
    OrganisationRow("dept-law", OrgKind.DEPARTMENT, "区综合行政执法局", D, short_name="区执法局"),
    OrganisationRow("branch-law", OrgKind.BRANCH, "区综合行政执法局府山中队", S, short_name="执法府山中队",
                    superior_key="dept-law"),
    OrganisationRow("enterprise-water", OrgKind.ENTERPRISE, "区供排水公司", D, short_name="供排水公司"),
    OrganisationRow("desk-" + S, OrgKind.STREET_DESK, "府山街道调度中心", S, short_name="街道调度"),
    OrganisationRow("desk-" + T, OrgKind.STREET_DESK, "塔山街道调度中心", T, short_name="街道调度"),
    OrganisationRow("office-urban", OrgKind.STREET_OFFICE, "府山街道城市建设管理办公室", S, short_name="城建办",
                    also=("街道办事处",), superior_key="desk-" + S),
    OrganisationRow("office-team", OrgKind.STREET_OFFICE, "府山街道综合行政执法队", S, short_name="街道执法队",
                    also=("街道综合行政执法队",), superior_key="desk-" + S),
    OrganisationRow("office-service", OrgKind.STREET_OFFICE, "府山街道公共服务办公室", S, short_name="公共服务办",
                    superior_key="desk-" + S),
    OrganisationRow("office-other", OrgKind.STREET_OFFICE, "塔山街道城市建设管理办公室", T, short_name="城建办",
                    also=("街道办事处",), superior_key="desk-" + T),
    OrganisationRow("community-" + C, OrgKind.COMMUNITY, "书圣故里社区", C, short_name="书圣故里社区",
                    superior_key="desk-" + S),
    OrganisationRow("community-" + C2, OrgKind.COMMUNITY, "白马社区", C2, superior_key="desk-" + S),
    OrganisationRow("community-" + C3, OrgKind.COMMUNITY, "花园社区", C3, superior_key="desk-" + T),
    OrganisationRow("property", OrgKind.PROPERTY_COMPANY, "越安物业蕺山里服务处", X, short_name="越安物业",
                    invented=True),
    OrganisationRow("owners", OrgKind.OWNERS_COMMITTEE, "蕺山里小区业主委员会", X, short_name="业委会", invented=True),
    OrganisationRow("party-compound", OrgKind.PARTY_COMMITTEE, "蕺山里小区党支部", X, level=Level.COMPOUND,
                    invented=True),
    OrganisationRow("unit-museum", OrgKind.PRIVATE_FIRM, "墨池美术馆", C, areas=(C2,), invented=True,
                    premises=(("展厅", "墨池弄 3 号"),)),
]


@dataclass(frozen=True)
class Small:
    """Places and organisations; `by_key` holds each body of ROWS under its key."""

    places: Places
    by_key: dict[str, Organisation]
    coordination: Organisation
    housing: Organisation
    law: Organisation
    branch: Organisation
    street_desk: Organisation
    other_desk: Organisation
    urban: Organisation
    team: Organisation
    community: Organisation
    next_community: Organisation
    other_community: Organisation
    property_company: Organisation
    unit: Organisation


def small_register() -> Small:
    """Writes places and organisations into the district in scope. Call inside `scope(…)`."""
    places = small_district()
    services.add_organisations(ROWS, by=None, now=NOW)
    found = {o.key: o for o in Organisation.objects.select_related("serves", "superior")}
    return Small(places, found, *(found[key] for key in (
        "coordination", "dept-housing", "dept-law", "branch-law", "desk-" + S, "desk-" + T, "office-urban",
        "office-team", "community-" + C, "community-" + C2, "community-" + C3, "property", "unit-museum")))
