"""Addresses of matters: the list, one matter by its number, its acts."""
from __future__ import annotations

from django.urls import path

from liandong.issues import views_acts, views_intake

urlpatterns = [
    path("new/", views_intake.new, name="issue_new"),
    path("<str:number>/receipt/", views_intake.receipt, name="issue_receipt"),
    path("<str:number>/act/<str:act>/", views_acts.act, name="issue_act"),
]
