"""Pages that fail in every way, served beside the product's own by `test_middleware` (ROOT_URLCONF)."""
from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path

from liandong.districts.scope import current_district, scope
from liandong.kernel.errors import NotAllowed, RuleBroken
from liandong.places.models import Division


def write(code: str) -> None:
    Division.objects.create(code=code, name="写下", kind="street")


def names(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(Division.objects.values_list("name", flat=True)))


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(current_district()))


def fails(request: HttpRequest, how: str) -> HttpResponse:
    """Writes a row and queues a message, then ends in the way asked for."""
    write(how)
    messages.success(request, "已写下")
    if how == "404":
        raise Http404
    if how == "403":
        raise PermissionDenied
    if how == "denied":
        raise NotAllowed("不行")
    if how == "rule":
        raise RuleBroken("现在不行")
    if how == "sql":
        with connection.cursor() as c:
            c.execute("select 1 from nowhere")
    if how == "deferred":  # found by COMMIT only, after the page has been made
        with connection.cursor() as c:
            c.execute("insert into people_appointment (district_id, id, account_id, role, organisation_id, since, "
                      "is_wound_up) select district_id, gen_random_uuid(), 999999, role, organisation_id, since, false "
                      "from people_appointment limit 1")
    if how == "500":
        raise ZeroDivisionError
    return HttpResponse("written")


def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(str(m) for m in messages.get_messages(request)))


def export(request: HttpRequest) -> StreamingHttpResponse:
    district = current_district()

    def lines() -> Iterator[str]:
        with scope(district):
            yield from Division.objects.values_list("name", flat=True)

    return StreamingHttpResponse(lines())


def export_wrong(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(name for name in Division.objects.values_list("name", flat=True).iterator())


urlpatterns = [
    path("t/names/", names), path("t/who/", who), path("t/told/", told), path("t/export/", export),
    path("t/export-wrong/", export_wrong), path("t/fails/<str:how>/", fails),
    path("", include("liandong.config.urls")),
]
handler403 = "liandong.web.errors.forbidden"
handler404 = "liandong.web.errors.not_found"
handler500 = "liandong.web.errors.broken"
