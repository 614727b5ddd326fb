"""The words of plans in the reader's language, without Django: the report is a file of its own."""
from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from liandong.engines.matching import Missing
from liandong.kernel.words import N_, Sentence

Speaker = Callable[[str], str]
REASONS = {
    Missing.NOBODY: N_("没有人提供"), Missing.FAR: N_("太远"), Missing.CLOSED: N_("不对这类单位开放"),
    Missing.TIMES: N_("时间对不上"), Missing.LITTLE: N_("数量或计量对不上"), Missing.USED: N_("名额用完了"),
    Missing.ONE_SIDED: N_("会有一方只出不进")}
SHEETS = (N_("结果"), N_("建议"), N_("没满足的"), N_("各社区"), N_("项目"), N_("数值"), N_("建议谈的组数"),
          N_("满足的需求"), N_("全部需求"), N_("满足的需求，按重要程度计分"), N_("证明过的上限，按重要程度计分"),
          N_("最多还能好多少"),
          N_("用时（秒）"), N_("随机种子"), N_("搜索轮数"), N_("组"), N_("给的一方"), N_("资源"), N_("得的一方"),
          N_("需求"), N_("得的一方得到（按它自己的分值）"), N_("给的一方付出（按它自己的分值）"),
          N_("编号"), N_("单位"), N_("类别"),
          N_("重要"), N_("最近的原因"), N_("社区"), N_("满足"))
"""Headings of the workbook."""


@cache
def english() -> dict[str, str]:
    """Chinese source text to English, from the catalogues of this part, tables and screens."""
    found: dict[str, str] = {}
    for part in ("tables", "screens", "plans"):
        file = Path(__file__).parents[1] / part / "locale" / "en" / "LC_MESSAGES" / "django.po"
        with file.open("rb") as po:
            found |= {str(message.id): str(message.string) for message in read_po(po, locale="en") if message.string}
    return found


def speaker(language: str) -> Speaker:
    """What says a source text in `zh` or `en`."""
    if language == "zh":
        return lambda text: text
    known = english()
    return lambda text: known.get(text, text)


def filled(speak: Speaker) -> Callable[..., str]:
    """gettext for templates: translated, then its places filled."""
    def gettext(text: str, **values: Any) -> str:
        said = speak(text)
        return said % values if values else said
    return gettext


def sentence(said: Sentence, language: str) -> str:
    """A sentence in `zh` or `en`."""
    text = speaker(language)(said.text)
    return text % {name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
                   for name, value in said.values.items()} if said.values else text
