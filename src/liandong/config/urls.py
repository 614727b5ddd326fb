"""Addresses: each capability brings its own."""
from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("liandong.people.urls_accounts")),
    path("language/", include("django.conf.urls.i18n")),
    path("people/", include("liandong.people.urls")),
    path("issues/", include("liandong.issues.urls")),
    path("duties/", include("liandong.duties.urls")),
    path("organisations/", include("liandong.web.urls_directory")),
    path("f/", include("liandong.portal.urls")),
    path("", include("liandong.screens.urls")),
    path("", include("liandong.web.urls")),
]
handler400 = "liandong.web.errors.bad_request"
handler403 = "liandong.web.errors.forbidden"
handler404 = "liandong.web.errors.not_found"
handler500 = "liandong.web.errors.broken"
