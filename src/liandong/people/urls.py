"""Addresses of people."""
from __future__ import annotations

from django.urls import path

from liandong.people import views, views_files, views_me

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("new/", views.account_new, name="account_new"),
    path("import/", views_files.people_import, name="people_import"),
    path("template.xlsx", views_files.people_template, name="people_template"),
    path("export.xlsx", views_files.people_export, name="people_export"),
    path("me/", views_me.me, name="account_me"),
    path("me/sessions/", views_me.sessions_end, name="sessions_end"),
    path("me/digest/", views_me.digest, name="digest_hour"),
    path("district/", views_me.district, name="district"),
    path("<int:account_id>/", views.account, name="account"),
    path("<int:account_id>/appoint/", views.appoint, name="appoint"),
    path("<int:account_id>/end/<uuid:appointment_id>/", views.appointment_end, name="appointment_end"),
    path("<int:account_id>/password/", views.account_password, name="account_password"),
    path("<int:account_id>/disable/", views.account_disable, name="account_disable"),
    path("<int:account_id>/enable/", views.account_enable, name="account_enable"),
    path("<int:account_id>/second-factor/", views.account_second_factor, name="account_second_factor"),
]
