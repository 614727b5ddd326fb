"""Reading what is attached."""
from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, Sum

from liandong.districts.reading import read_rows
from liandong.files.models import File


def files_of(subject: UUID) -> Mapping[int, list[File]]:
    """All files of a matter, by the version that brought them. One query."""
    found: dict[int, list[File]] = {}
    for one in read_rows(File, "subject", subject, ["step", "id"]):
        found.setdefault(one.step, []).append(one)
    return found


def file_of(subject: UUID, id: UUID) -> File | None:
    """One file of a matter; None where the matter has no such file. One query."""
    return File.objects.filter(subject=subject, id=id).first()


def room_of(subject: UUID) -> tuple[int, int]:
    """How many files a matter has, and how many bytes they are. One query."""
    found = File.objects.filter(subject=subject).aggregate(number=Count("id"), size=Sum("size"))
    return int(found["number"]), int(found["size"] or 0)
