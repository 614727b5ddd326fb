"""Invented examples for the sheet of components: every shape of every component once, in both languages."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.kernel.levels import Level
from liandong.kernel.words import N_, Sentence, say
from liandong.screens.paging import Page
from liandong.screens.view_model import ActButton, Due, Figure, Item, Rung, SavedView, TrailLine

DUES = (
    (Due("ontime", "还有 3 天", "11月27日 周五 17:30"), N_("时限内：只有字")),
    (Due("ontime", "今天到期", "17:30"), N_("今天到期，还不到最后 2 小时：只有字")),
    (Due("soon", "还有 1 小时 10 分", "今天 16:20"), N_("临期：框和钟")),
    (Due("late", "逾期 2 天", "11月20日 周五 17:30"), N_("逾期：实底缺口旗")),
    (Due("paused", "停表", "裁定后继续计时"), N_("停表：虚线框")),
    (Due("met", "按时办结", "11月23日 周一 16:20"), N_("按时了结：勾")),
    (Due("missed", "迟 2 天办结", "11月18日 周三 09:40"), N_("迟了结：字变色，不填底")),
    (Due("unknown", "待年历", "2027 年的年历还没有公布"), N_("待年历：不知道的年份不猜")),
    (Due("ontime", "无时限"), N_("没有时限就直说")),
)
ENGLISH_DUES = (Due("late", "2 days overdue", "Fri 20 Nov, 17:30"), Due("soon", "1 h 10 min left", "today 16:20"))
EDGES = (
    ("none", "待派单 · 待接收", N_("空心：没人接")),
    ("hand", "办理中", N_("实心：在手上")),
    ("wait", "待回访 · 被退回 · 提级中", N_("点线：等别人")),
    ("done", "已办结 · 已撤回 · 已并案", N_("淡：已了结")),
)
ITEMS = (
    Item("hand", "办理中", "一行标题，两行也可以：书圣故里历史文化街区沿河民宿夜间外放音响，"
         "多户居民联名反映，要求晚十点后停止", "#x3", ("书圣故里社区", "噪声", "公众表单", "11月18日"), Level.DISTRICT,
         "区文化广电旅游局", "配合：书圣故里社区", Due("ontime", "还有 3 天", "11月27日 周五 17:30")),
    Item("none", "待派单", "没有承办人的行，标题占到时限为止", "#x3",
         ("府山社区", "设施维护", "网格巡查", "今天 10:06"), due=Due("soon", "还有 40 分", "今天 15:50")),
    Item("wait", "被退回", "下大路 118 号外墙瓷砖脱落，物业与社区互推", "#x3", ("下大路社区", "网格巡查", "11月16日"),
         Level.STREET, "等街道裁定", "下大路社区退回", Due("late", "逾期 5 小时 10 分", "11月23日 周一 17:30")),
    Item("done", "已办结", "仓桥直街路灯不亮三盏", "#x3", ("西小路社区", "照明", "11月20日"), Level.DISTRICT,
         "区综合行政执法局", "市政科", Due("met", "按时办结", "11月23日 周一 16:20")),
)
ENGLISH_ITEMS = (
    Item("hand", "In hand", "Lift for building 5, entrance 2: nobody takes the lead on moving the gas and water pipes",
         "#x11", ("Shusheng Guli Community", "Housing", "Hotline 12345", "5 Nov"), Level.STREET, "Street, Urban Works",
         "Yu", Due("ontime", "7 days left", "Thu 3 Dec, 17:30")),
    Item("wait", "Escalated", "Height barrier of the railway underpass bent; lorries now break the pavement", "#x11",
         ("Xixiaolu Community", "Traffic", "Hotline 12345", "20 Nov"), Level.DISTRICT, "District to decide",
         "Escalated by the street", Due("paused", "Clock stopped", "resumes after the ruling")),
)
FIGURES = (Figure(3, "已逾期", "#x4", late=True), Figure(6, "今天到期", "#x4"), Figure(7, "待派单", "#x4"),
           Figure(146, "街道在办", "#x4"))
RUNGS = (
    Rung(Level.DISTRICT, "coop", "配合", "区住房和城乡建设局"),
    Rung(Level.STREET, "owns", "主责", "府山街道城建办", here=True),
    Rung(Level.COMMUNITY, "coop", "配合", "书圣故里社区"),
    Rung(Level.COMPOUND, "none", "不得下派", "清单没有小区职责", locked=True),
)
TRAIL = (
    TrailLine("12月3日 周四", "next", text="空点线：将到期的事。"),
    TrailLine("11月24日 11:30", "note", "阶段答复", seen=True,
              quote="空点：状态没变。记一笔、阶段答复、提醒都是。", by="街道城建办 俞某"),
    TrailLine("11月6日 08:50", "did", "接收", "", by="街道城建办 俞某。实点：改变了状态的动作。"),
)
ACTS = (
    ActButton("assign", "派单", "#x7", primary=True), ActButton("note", "记一笔经过", "#x7"),
    ActButton("send_back", "退回", "#x7",
              why=say("接收前或接收后 1 个工作日内才能退回，已过 %(at)s。", at="11月9日 08:50")),
)
SAVED = (SavedView("街道在办", "#x9", current=True, count=146), SavedView("已逾期", "#x9", count=3),
         SavedView("今天到期", "#x9", count=6))


class WrongForm(forms.Form):
    """A form that always comes back: one field empty, one a digit short."""

    place = forms.ChoiceField(label=_("在哪里"), choices=[("", _("请选社区")), ("1", "书圣故里社区")],
                              error_messages={"required": _("还没选。不清楚就选街道，由街道来定。")})
    phone = forms.CharField(label=_("手机号"), required=False, min_length=11,
                            error_messages={"min_length": _("少了 1 位，应是 11 位。")})
    way = forms.ChoiceField(label=_("怎么来的"), choices=[("call", _("电话")), ("visit", _("走访"))],
                            widget=forms.RadioSelect, initial="call", help_text=_("来源只记一次，以后不用再填。"))
    text = forms.CharField(label=_("什么事"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class FilterForm(forms.Form):
    """Five filters and a word."""

    state = forms.ChoiceField(label=_("状态"), choices=[("", _("不限"))], required=False)
    place = forms.ChoiceField(label=_("地点"), choices=[("", _("不限")), ("1", "西小路社区")], required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("不限"))], required=False)
    owner = forms.ChoiceField(label=_("承办"), choices=[("", _("不限"))], required=False)
    due = forms.ChoiceField(label=_("时限"), choices=[("", _("不限"))], required=False)
    text = forms.CharField(label=_("文字"), required=False, max_length=60)


def examples() -> dict[str, Any]:
    """The context of the sheet. Ids are prefixed, so that no two forms share one."""
    return {
        "dues": DUES, "english_dues": ENGLISH_DUES, "edges": EDGES, "rows": ITEMS, "english_rows": ENGLISH_ITEMS,
        "all_figures": FIGURES, "rungs": RUNGS, "trail_lines": TRAIL, "all_acts": ACTS,
        "views": SAVED, "levels": tuple(Level),
        "form": WrongForm({"place": "", "phone": "1385750272", "way": "call"}, auto_id="w-%s"),
        "filter_form": FilterForm({"place": "1"}, auto_id="g-%s"),
        "page": Page(ITEMS, "", "next"),
        "told": [Sentence(N_("已派给区供排水公司。"))],
    }
