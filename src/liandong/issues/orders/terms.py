"""Words of a file on its way."""
from __future__ import annotations

from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_


class FileState(Labelled):
    """Where a file stands."""

    DRAFT = "draft", N_("待确认")
    WRITING = "writing", N_("正在导入")
    DONE = "done", N_("已导入")
    DROPPED = "dropped", N_("已放弃")
