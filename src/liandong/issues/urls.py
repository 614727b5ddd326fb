"""Addresses of matters: the list, one matter by its number, its acts."""
from __future__ import annotations

from django.urls import path

from liandong.issues import views_acts, views_detail, views_export, views_intake, views_list

urlpatterns = [
    path("", views_list.issues, name="issues"),
    path("export.xlsx", views_export.issues_export, name="issues_export"),
    path("new/", views_intake.new, name="issue_new"),
    path("<str:number>/", views_detail.issue, name="issue"),
    path("<str:number>/contact/", views_detail.contact, name="issue_contact"),
    path("<str:number>/read/", views_detail.read, name="issue_read"),
    path("<str:number>/receipt/", views_intake.receipt, name="issue_receipt"),
    path("<str:number>/act/<str:act>/", views_acts.act, name="issue_act"),
]
