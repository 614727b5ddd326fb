"""Addresses of web."""
from __future__ import annotations

from django.urls import URLPattern, path

from liandong.web import (
    views_calendar,
    views_dead_letters,
    views_desk,
    views_inbox,
    views_readings,
    views_settings,
)

urlpatterns: list[URLPattern] = [
    path("", views_desk.desk, name="desk"),
    path("calendar/", views_calendar.calendar, name="calendar"),
    path("calendar/load/", views_calendar.calendar_load, name="calendar_load"),
    path("calendar/day/", views_calendar.calendar_day, name="calendar_day"),
    path("calendar/day/remove/", views_calendar.calendar_day_remove, name="calendar_day_remove"),
    path("dead-letters/", views_dead_letters.dead_letters, name="dead_letters"),
    path("dead-letters/<uuid:delivery_id>/resend/", views_dead_letters.dead_letter_resend, name="dead_letter_resend"),
    path("readings/", views_readings.readings, name="readings"),
    path("settings/", views_settings.settings, name="settings"),
    path("settings/<slug:name>/", views_settings.setting, name="setting"),
    path("settings/<slug:name>/default/", views_settings.setting_default, name="setting_default"),
    path("inbox/", views_inbox.inbox, name="inbox"),
    path("inbox/read/", views_inbox.inbox_read, name="inbox_read"),
    path("inbox/<uuid:item_id>/", views_inbox.inbox_open, name="inbox_open"),
]
