"""Addresses that belong to every page."""
from django.urls import path

from liandong.screens import views

urlpatterns = [
    path("large-text/", views.large_text, name="large_text"),
    path("components/", views.components, name="components"),
]
