"""Giving a stored file to a browser: nothing in it is run, whatever it holds. Source: trust.md 6."""
from __future__ import annotations

from django.http import FileResponse

from liandong.files.services import Opened
from liandong.files.terms import CONTENT_TYPES, Kind

POLICY = "; ".join(("sandbox", *(f"{name} 'none'" for name in (
    "default-src", "script-src", "style-src", "object-src", "base-uri", "form-action", "frame-ancestors"))))


def response(opened: Opened) -> FileResponse:
    """Pictures are shown, for they were drawn anew here; all else is saved. The type is ours, never the uploader's."""
    file = opened.file
    answer = FileResponse(opened.bytes, as_attachment=file.kind != Kind.IMAGE, filename=file.name,
                          content_type=CONTENT_TYPES[file.suffix])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    return answer
