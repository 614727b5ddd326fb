"""Walking a list page by page shows every row once, forwards and back. On a table that every database has."""
from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType

from liandong.screens.paging import Key, Page, page_of

ORDER = (Key("app_label", str, descending=True), Key("id", int))


def one_page(cursor: str) -> Page[ContentType]:
    return page_of(ContentType.objects.all(), ORDER, cursor, read=lambda row: (row.app_label, row.pk), size=4)


@pytest.mark.django_db
def test_walking_forwards_and_back_shows_every_row_once() -> None:
    whole = list(ContentType.objects.order_by("-app_label", "id"))
    assert len(whole) > 8
    pages = [one_page("")]
    while pages[-1].after:
        pages.append(one_page(pages[-1].after))
    assert [row for page in pages for row in page.rows] == whole
    assert pages[0].before == ""
    back = [pages[-1]]
    while back[-1].before:
        back.append(one_page(back[-1].before))
    assert [row for page in reversed(back) for row in page.rows] == whole
    assert all(page.after for page in back[1:])


@pytest.mark.django_db
def test_a_page_behind_the_last_row_is_empty_and_leads_nowhere() -> None:
    order = (Key("id", int),)
    last = ContentType.objects.order_by("-id")[0]
    page = page_of(ContentType.objects.all(), order, "WzAsOTk5OTk5OTld", read=lambda row: (row.pk,))
    assert last.pk < 9_999_999
    assert page == Page(())
