"""Two districts with the same few rows: a place, three organisations, two contacts of each."""
from __future__ import annotations

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.orgs.models import Contact, Organisation
from liandong.orgs.terms import OrgKind
from liandong.places.models import Division
from liandong.places.terms import PlaceKind


def organisation(key: str, place: Division) -> Organisation:
    return Organisation(key=key, kind=OrgKind.STREET_OFFICE.value, name=f"科室 {key}", serves=place)


def two_districts() -> None:
    for number in (1, 2):
        create_district(number, f"第{number}区")
        with scope(number):
            place = Division.objects.create(kind=PlaceKind.STREET.value, code="330602001", name="街道")
            for n in range(3):
                body = organisation(f"N{n}", place)
                body.save()
                Contact.objects.bulk_create(
                    [Contact(organisation=body, post=f"岗位 {k}", position=k) for k in range(2)])
