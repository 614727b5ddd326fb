"""Addresses of the directory."""
from __future__ import annotations

from django.urls import path

from liandong.web import views_directory as views

urlpatterns = [
    path("", views.directory, name="directory"),
    path("export.xlsx", views.directory_export, name="directory_export"),
    path("<uuid:organisation_id>/", views.directory_entry, name="directory_entry"),
]
