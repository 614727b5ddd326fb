"""Addresses of matters: the list, one matter by its number, its acts."""
from __future__ import annotations

from django.urls import path

from liandong.issues import (
    views_acts,
    views_confide,
    views_detail,
    views_export,
    views_figures,
    views_intake,
    views_list,
)
from liandong.issues.orders import views as orders

urlpatterns = [
    path("", views_list.issues, name="issues"),
    path("figures/", views_figures.figures, name="issues_figures"),
    path("export.xlsx", views_export.issues_export, name="issues_export"),
    path("orders/", orders.orders, name="orders"),
    path("orders/results.xlsx", orders.order_results, name="order_results"),
    path("orders/conflicts/", orders.order_conflicts, name="order_conflicts"),
    path("orders/conflicts/<uuid:order_id>/", orders.order_conflict, name="order_conflict"),
    path("orders/<uuid:file_id>/", orders.order_file, name="order_file"),
    path("orders/<uuid:file_id>/columns/", orders.order_columns, name="order_columns"),
    path("orders/<uuid:file_id>/drop/", orders.order_drop, name="order_drop"),
    path("new/", views_intake.new, name="issue_new"),
    path("new/earlier/", views_intake.new_earlier, name="issue_new_earlier"),
    path("<str:number>/", views_detail.issue, name="issue"),
    path("<str:number>/contact/", views_detail.contact, name="issue_contact"),
    path("<str:number>/files/<uuid:file_id>/", views_detail.file, name="issue_file"),
    path("<str:number>/confide/", views_confide.issue_confide, name="issue_confide"),
    path("<str:number>/read/", views_detail.read, name="issue_read"),
    path("<str:number>/receipt/", views_intake.receipt, name="issue_receipt"),
    path("<str:number>/act/<str:act>/", views_acts.act, name="issue_act"),
]
