"""Addresses of the catalogue."""
from __future__ import annotations

from django.urls import path

from liandong.duties import views

urlpatterns = [
    path("", views.duties, name="duties"),
    path("export.xlsx", views.duties_export, name="duties_export"),
    path("import/", views.duties_import, name="duties_import"),
    path("<uuid:item_id>/", views.duty, name="duty"),
]
