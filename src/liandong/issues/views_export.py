"""The list as a spreadsheet, in the filter of its address."""
from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import IO

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandong.issues.filters import Filters
from liandong.issues.services.exporting import export_list
from liandong.people.access import Right
from liandong.people.doors import requires
from liandong.people.queries import actor_of
from liandong.tables.writing import CONTENT_TYPE

HELD = 1024**2
"""Bytes of a file that stay in memory; a longer one goes to the disk, and from there to the reader by the block."""


@requires(Right.EXPORT)
@require_GET
def issues_export(request: HttpRequest) -> FileResponse:
    """All matters of the list whose address this is but for its page. Five queries at any length."""
    now, filters = timezone.now(), Filters.read(request.GET.dict())
    name = _("诉求 %(day)s") % {"day": timezone.localtime(now).strftime("%Y-%m-%d %H%M")}
    return spreadsheet(name, lambda file: export_list(filters, file, by=actor_of(request), now=now))


def spreadsheet(name: str, write: Callable[[IO[bytes]], object]) -> FileResponse:
    """A spreadsheet to be saved, of any length, as `write` writes it."""
    file = tempfile.SpooledTemporaryFile(max_size=HELD)  # noqa: SIM115  the response closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE)
