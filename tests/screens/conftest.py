"""Rendering without a request: the environment of the pages, on addresses of the test's own."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import Environment

Draw = Callable[..., str]


@pytest.fixture
def env(settings: Any) -> Iterator[Environment]:
    settings.ROOT_URLCONF = "tests.screens.urls"
    with translation.override("zh-hans"):
        yield engines["jinja"].env  # type: ignore[attr-defined]  # the Jinja2 backend's


@pytest.fixture
def draw(env: Environment) -> Draw:
    """Render a line of template in which the components are called `ui`."""
    def drawn(source: str, **context: object) -> str:
        return env.from_string('{% import "screens/components.html" as ui %}' + source).render(context).strip()
    return drawn
