"""What stands around every page: the bar, the reader, the toggles."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liandong.kernel.words import Sentence

Text = str | Sentence
"""What a template may show: text that is ready, or a sentence to be translated when it is shown."""


@dataclass(frozen=True)
class NavLink:
    """An entry of the bar. Only what works is listed: none greyed, none that leads nowhere."""

    label: Text
    href: str
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """The frame of a page for one reader. An empty `who` means that nobody is signed in."""

    nav: Sequence[NavLink] = ()
    who: str = ""
    post: Text = ""
    """The appointment the session acts under, such as 府山街道调度."""
    me_href: str = ""
    """The reader's own page: password, second factor, other appointments."""
    inbox: int | None = None
    """Unread messages; None where the reader has no inbox."""
    inbox_href: str = ""
    find_href: str = ""
    """The list that the find box asks with ``?q=``; empty hides the box."""
    home_href: str = "/"
    demo: bool = False
    """Shows the banner 演示 on every page."""
    large: bool = False
    """Large text: class ``large`` on the root element, set by the cookie of the same name."""
    language: str = "zh-hans"
    here: str = "/"
    """The page's own address, to which the language and large-text toggles return."""


NOBODY = Frame()
"""For pages that are rendered where no context processor runs."""
