"""The frame and the pages that belong to every part: sign-in, refusals, toggles, the sheet."""
from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from django import forms
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from jinja2 import Environment

from liandong.kernel.durations import Kind
from liandong.screens import views
from liandong.screens.frame import Frame, NavLink
from liandong.screens.sheet import examples

PAGE = '{% extends "screens/frame.html" %}{% block title %}试{% endblock %}{% block main %}<h1>试</h1>{% endblock %}'
READER = Frame(nav=(NavLink("工作台", "/", current=True),), who="王某", post="府山街道调度", inbox=4,
               inbox_href="/inbox/", find_href="/issues/", here="/issues/?q=1")


class SignIn(forms.Form):
    login = forms.CharField()
    password = forms.CharField(widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("账号或密码不对。")


def test_the_frame_shows_where_one_is_who_one_is_and_what_waits(env: Environment) -> None:
    html = env.from_string(PAGE).render(frame=READER)
    assert '<a href="/" aria-current="page">工作台</a>' in html
    assert "王某" in html
    assert "府山街道调度" in html
    assert '<a href="/inbox/">消息 <b>4</b></a>' in html
    assert 'action="/issues/"' in html
    assert "<title>试 · 联动</title>" in html


def test_nobody_signed_in_sees_no_inbox_no_find_box_and_no_sign_out(env: Environment) -> None:
    html = env.from_string(PAGE).render(frame=Frame())
    assert "消息" not in html
    assert "bar-find" not in html
    assert "登出" not in html


def test_signing_out_and_the_toggles_are_posts_that_carry_the_token_and_lead_back(env: Environment) -> None:
    html = env.from_string(PAGE).render(frame=READER, csrf_input="TOKEN")
    assert "href=\"/account_logout/\"" not in html
    assert html.count('<form method="post"') == html.count("TOKEN") == 4
    assert html.count('name="next" value="/issues/?q=1"') == 2


def test_the_demo_says_so_on_every_frame(env: Environment) -> None:
    for parent in ("frame", "public", "door"):
        page = env.from_string(f'{{% extends "screens/{parent}.html" %}}')
        assert "demo-strip" in page.render(frame=Frame(demo=True))
        assert "demo-strip" not in page.render(frame=Frame())


def test_large_text_and_language_are_on_the_root_element(env: Environment) -> None:
    html = env.from_string(PAGE).render(frame=Frame(large=True, language="en"))
    assert '<html lang="en" data-bs-theme="light" class="large">' in html
    assert '<html lang="zh-CN" data-bs-theme="light">' in env.from_string(PAGE).render()


def test_a_wrong_password_is_told_at_the_password_and_names_neither(env: Environment) -> None:
    html = env.get_template("account/login.html").render(form=SignIn({"login": "a", "password": "b"}), csrf_input="")
    assert 'aria-describedby="id_password_error"' in html
    assert re.search(r'id="id_password_error">.*账号或密码不对。', html)
    assert 'value="a"' in html
    assert 'value="b"' not in html
    assert html.count("class=\"field wrong\"") == 1


def test_the_page_of_a_failure_needs_no_request_and_speaks_both_languages(env: Environment) -> None:
    html = env.get_template("500.html").render(case="7F3K-21A4")
    assert html.count("7F3K-21A4") == 2
    assert "是我们出错了" in html
    assert "We made a mistake" in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "409.html", "429.html"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_refusal_has_one_heading_a_reason_and_a_next_step(env: Environment, name: str, language: str) -> None:
    with translation.override(language):
        html = env.get_template(name).render(frame=READER)
    assert len(re.findall(r"<h1", html)) == 1
    assert re.search(r'class="(btn|btn btn-primary)"', html)
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"王某|府山街道调度|工作台|中文", "", html)) or language == "zh-hans"


def test_a_forbidden_page_names_the_reader_s_appointment(env: Environment) -> None:
    html = env.get_template("403.html").render(frame=READER, case="7F3K-20Q9")
    assert "您现在的任职：府山街道调度" in html
    assert "记录号 7F3K-20Q9" in html


def test_who_has_no_appointment_is_told_so(env: Environment) -> None:
    assert "您现在没有任职" in env.get_template("403.html").render(frame=Frame(who="王某"), no_post=True)


def test_the_sheet_draws_every_example_and_no_id_twice(env: Environment) -> None:
    sheet = env.get_template("screens/components_sheet.html")
    html = sheet.render(frame=Frame(demo=True), link="#{}".format, **examples())
    found = re.findall(r'\bid="([^"]+)"', html)
    assert len(found) == len(set(found))
    assert all(f'class="due {kind}' in html for kind in get_args(Kind))


def test_the_sheet_is_served_in_the_demo_alone(rf: RequestFactory, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Http404):
        views.components(rf.get("/components/"))


def test_large_text_is_remembered_and_forgotten_and_leads_back(rf: RequestFactory) -> None:
    answer = views.large_text(rf.post("/large-text/", {"large": "1", "next": "/issues/?q=1"}))
    assert answer["Location"] == "/issues/?q=1"
    assert answer.cookies["large"].value == "1"
    assert answer.cookies["large"]["httponly"]
    assert views.large_text(rf.post("/large-text/", {"large": "0"})).cookies["large"].value == ""


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_toggle_leads_to_no_foreign_page(rf: RequestFactory, there: str) -> None:
    assert views.large_text(rf.post("/large-text/", {"large": "1", "next": there}))["Location"] == "/"


def test_a_toggle_is_not_pressed_by_a_link(rf: RequestFactory) -> None:
    assert views.large_text(rf.get("/large-text/")).status_code == 405
