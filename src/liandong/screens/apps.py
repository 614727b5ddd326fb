"""The application's entry for Django."""
from django.apps import AppConfig


class ScreensConfig(AppConfig):
    """Templates and static files only: it has no table."""

    name = "liandong.screens"
    label = "screens"
