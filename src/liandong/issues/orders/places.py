"""Where an order is and whose desk receives it, by the words of its sender; which item of the catalogue it names."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liandong.duties.models import Item, ItemDeadline
from liandong.duties.queries import names_in_force
from liandong.duties.terms import Confidentiality
from liandong.issues.orders.columns import Meaning
from liandong.issues.orders.reading import OrderRow
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.words import Sentence, say
from liandong.orgs.models import Organisation
from liandong.orgs.terms import OrgKind
from liandong.people.access import Post
from liandong.people.terms import Role
from liandong.places.models import Division
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind

ENDING = re.compile("(街道办事处|街道|镇|乡|社区居民委员会|社区居委会|社区|居委会|村民委员会|村委会|村)$")
STREET = PREFIX_LENGTHS[PlaceKind.STREET]


def short(name: str) -> str:
    """A place's name without its kind, as senders write it either way: 府山街道, 府山."""
    return ENDING.sub("", name.strip()) or name.strip()


@dataclass(frozen=True)
class Where:
    """The nearest known place, and the sender's words where they name one that is not known."""

    place: Division
    text: str = ""


@dataclass(frozen=True)
class Ground:
    """The places, desks and items of a district by name; six queries, whatever the length of a file."""

    top: Division
    """The area of who brings the file: a street, or the district."""
    streets: Mapping[str, Division]
    communities: Mapping[tuple[str, str], Division]
    """By the street's code and the short name."""
    desks: Mapping[str, Organisation]
    """Of streets, by their code."""
    desk: Organisation
    """Of who brings the file."""
    items: Mapping[str, UUID]
    terms: Mapping[UUID, Term]
    confidential: frozenset[UUID] = frozenset()
    """Items whose matters are restricted."""

    def where(self, row: OrderRow) -> Where | Sentence:
        """The place of a row, or why it is none of who brings the file."""
        street_said, community_said = row.word(Meaning.STREET), row.word(Meaning.COMMUNITY)
        street = self.streets.get(short(street_said)) if street_said else None
        if street is None and self.top.kind == PlaceKind.STREET:
            street = None if street_said else self.top
        if street is None:
            return Where(self.top, (street_said + community_said)[:120] or "未写街道")
        if not street.code.startswith(self.top.code):
            return say("%(street)s不在您的辖区。", street=street.name)
        community = self.communities.get((street.code, short(community_said))) if community_said else None
        return Where(community) if community else Where(street, community_said)

    def desk_of(self, place: Division) -> Organisation:
        """The desk that receives a matter of a place: its street's, else that of who brings the file."""
        return self.desks.get(place.code[:STREET], self.desk)

    def item(self, row: OrderRow) -> UUID | None:
        """The item that the deepest class names; None where no item of the catalogue has such a name."""
        return next((self.items[name] for name in reversed(row.classes) if name in self.items), None)


def ground_of(post: Post, today: date) -> Ground:
    """All that a file brought for an appointment can name."""
    kinds = [PlaceKind.DISTRICT.value, PlaceKind.STREET.value, PlaceKind.COMMUNITY.value]
    divisions = list(Division.objects.filter(kind__in=kinds))
    of_kind = {kind: [one for one in divisions if one.kind == kind] for kind in kinds}
    offices = list(Organisation.objects.filter(kind__in=[OrgKind.STREET_DESK.value, OrgKind.COORDINATION.value])
                   .select_related("serves"))
    area = post.low[:STREET] if post.role is Role.DISPATCHER else post.low[:PREFIX_LENGTHS[PlaceKind.DISTRICT]]
    names = {name: (item, code) for item, code, name in names_in_force(today)}
    items = {name: item for name, (item, _) in names.items()}
    first = ItemDeadline.objects.filter(item__in=list(items.values()), position=0).values_list("item", "amount", "unit")
    return Ground(
        top=next(one for one in divisions if one.code == area),
        streets={short(one.name): one for one in of_kind[PlaceKind.STREET.value]},
        communities={(one.code[:STREET], short(one.name)): one for one in of_kind[PlaceKind.COMMUNITY.value]},
        desks={one.serves.code: one for one in offices if one.kind == OrgKind.STREET_DESK.value},
        desk=Organisation.objects.get(id=post.organisation_id), items=items,
        terms={item: Term(amount, Unit(unit)) for item, amount, unit in first},
        confidential=frozenset(Item.objects.filter(
            id__in=list(items.values()), confidentiality=Confidentiality.RESTRICTED.value)
            .values_list("id", flat=True)))
