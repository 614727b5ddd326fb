"""Named reads of issues: one door; each says in its own module what it costs."""
from __future__ import annotations

from liandong.issues.desks import Desk, Group, desk
from liandong.issues.details import Contact, Detail, Shown, detail, judgement_shown
from liandong.issues.filters import DueIn, Filters, View
from liandong.issues.lists import MOST, Number, count, counts, list_page, visible
from liandong.issues.rows import Row

__all__ = ["MOST", "Contact", "Desk", "Detail", "DueIn", "Filters", "Group", "Number", "Row", "Shown", "View", "count",
           "counts", "desk", "detail", "judgement_shown", "list_page", "visible"]
