"""A browser on a running server: the small district at work, accounts with a password."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from liandong.cli.messages import compile_all
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.people.models import Account
from tests.issues.factories import World, small_world

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic"]
PASSWORD = "四盏路灯-journey-1"
COUNT = Path(__file__).with_name("count.js").read_text()


@dataclass
class Tally:
    """Values that people typed, picked or ticked: each control that was submitted with another value than proposed."""

    steps: list[tuple[str, int]] = field(default_factory=list)
    step: str = ""

    def add(self, number: int) -> None:
        self.steps.append((self.step, number))

    @property
    def total(self) -> int:
        return sum(number for _, number in self.steps)

    def table(self) -> str:
        """For the report of `make test`."""
        lines = [f"  {step:44}{number:>3}" for step, number in self.steps if number]
        return "\n".join([*lines, f"  {'together':44}{self.total:>3}"])


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page
    address: str
    tally: Tally
    language: str = "zh-hans"

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, username: str) -> None:
        """Sign in; what is typed here belongs to no matter."""
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        counted = len(self.tally.steps)
        self.page.click("button.btn-primary")
        self.page.wait_for_url(self.address + "/")
        del self.tally.steps[counted:]

    def is_accessible(self) -> None:
        """No violation of WCAG A and AA by axe-core, and no scrolling sideways."""
        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                                                          "best-practice"]})
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url

    def submit(self, step: str) -> None:
        """Press the page's one red button."""
        self.tally.step = step
        self.page.locator("main button.btn-primary[type=submit]").first.click()
        self.page.wait_for_load_state()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright runs a loop in this thread; the server has threads of its own
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def there(transactional_db: None) -> World:
    """The small district at work, every account with the password."""
    compile_all()
    district = create_district(1, "越城区")
    with scope(district.id):
        world = small_world()
    for account in Account.objects.all():
        account.set_password(PASSWORD)
        account.save(update_fields=["password"])
    return world


@pytest.fixture
def somebody(browser: Browser, live_server: object) -> Iterator[Callable[..., Person]]:
    """Opens a browser of one's own: `somebody(width=390, language="en", tally=tally)`."""
    opened = []

    def start(width: int = 1366, language: str = "zh-hans", tally: Tally | None = None) -> Person:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN",
                                      timezone_id="Asia/Shanghai")
        context.add_cookies([{"name": "language", "value": language, "url": str(live_server)}])
        counted = tally or Tally()
        context.expose_binding("counted", lambda _, number: counted.add(number))
        context.add_init_script(COUNT)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return Person(page, str(live_server), counted, language)

    yield start
    for context in opened:
        context.close()
