"""What the frame shows of the reader: bar, name, post, inbox."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from liandong.screens.frame import Frame


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all our pages."""
    return {"frame": Frame()}
