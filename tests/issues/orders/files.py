"""Invented order files in the hotline's headers, of before and after its change."""
from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from liandong.issues.models import Issue
from liandong.issues.orders import columns, services
from liandong.issues.orders.models import OrderFile
from liandong.issues.orders.plans import Plan
from liandong.people.access import Actor
from liandong.tables import write_table
from tests.issues.factories import START, World

SENDER = "12345 热线"
HEADINGS = ["工单编号", "受理时间", "诉求标题", "内容描述", "街道名", "居村委名", "诉求地址", "一级分类", "二级分类",
            "工单类型", "紧急程度", "反映人", "来电号码", "是否保密", "主办单位"]
OLD_HEADINGS = ["12345工单编号", "12345受理时间", *HEADINGS[2:7], "一级业务分类", "二级业务分类", *HEADINGS[9:]]
RECEIVED = START - timedelta(hours=1)
"""Tuesday 08:00 in Shanghai."""


def order(number: str, text: str = "小区南门夜间停车堵住消防通道。请处理。", **values: str) -> list[str]:
    """One line; everything in it is invented."""
    said = {"受理时间": "2026-11-24 08:00:00", "诉求标题": "", "街道名": "府山街道", "居村委名": "书圣故里社区",
            "诉求地址": "3 幢南侧", "一级分类": "住房建设", "二级分类": "物业管理", "工单类型": "投诉举报类",
            "紧急程度": "一般", "反映人": "徐小明", "来电号码": "13812345678", "是否保密": "否", "主办单位": "府山街道",
            **values}
    return [number, *(said[name] if name != "内容描述" else text for name in HEADINGS[1:])]


def csv_file(rows: list[list[str]], headings: list[str] | None = None, name: str = "工单.csv",
             encoding: str = "utf-8") -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows([headings or HEADINGS, *rows])
    return SimpleUploadedFile(name, out.getvalue().encode(encoding))


def xlsx_file(rows: list[list[Any]], headings: list[str] | None = None) -> SimpleUploadedFile:
    out = io.BytesIO()
    write_table(out, {"工单": [headings or HEADINGS, *rows]})
    return SimpleUploadedFile("工单.xlsx", out.getvalue())


def named(file_id: UUID, by: Actor) -> OrderFile:
    """Its columns chosen as they are proposed."""
    file = OrderFile.objects.get(id=file_id)
    return services.choose(file_id, columns.proposed(file.headers), START.date(), by=by, now=START)


def brought(world: World, rows: list[list[str]], *, by: Actor | None = None, now: Any = START) -> Plan:
    """Uploaded, its columns known or named, brought in."""
    who = by or world.dispatcher
    file = services.upload(csv_file(rows), SENDER, by=who, now=now).file
    if not file.columns:
        named(file.id, who)
    made = services.confirm(file.id, by=who, now=now)
    assert made is not None
    return made


def matter(number: str) -> Issue:
    """The matter of a sender's number."""
    return Issue.objects.select_related("place", "desk", "owner").get(sender=SENDER, sender_number=number)
