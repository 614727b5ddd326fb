"""Addresses of the resident's pages. A link's token is exchanged at once for a cookie: addresses get logged."""
from __future__ import annotations

from django.urls import path, re_path

from liandong.portal import views

urlpatterns = [
    path("", views.follow, name="follow"),
    path("find/", views.find, name="follow_find"),
    path("judge/", views.judge, name="follow_judge"),
    path("reply/", views.reply, name="follow_reply"),
    path("add/", views.add, name="follow_add"),
    path("files/<uuid:file_id>/", views.file, name="follow_file"),
    path("withdraw/", views.withdraw, name="follow_withdraw"),
    re_path(r"^(?P<token>[^/]+)/?$", views.enter, name="follow_enter"),  # no second request only for a slash
]
