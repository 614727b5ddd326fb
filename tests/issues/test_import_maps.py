"""The map of a file is checked wholly before anything is read by it."""
from __future__ import annotations

from pathlib import Path

import pytest

from liandong.duties.rows import SHIPPED, read_rows
from liandong.issues.imports.mapping import fill, read_map
from liandong.kernel.errors import BadInput
from liandong.tables import Report, read_table

GOOD = """
sender = "elsewhere"
[district]
number = 3
name = "某区"
code = "990001"
[columns]
number = "id"
received = "time"
street = "street"
classes = ["class"]
[texts]
title = "{class}"
text = "{class}，{street}"
[items]
"甲" = "CJ001"
"""


def mapped(folder: Path, text: str) -> Path:
    file = folder / "map.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_shipped_map_cites_only_items_and_bodies_of_the_shipped_catalogue() -> None:
    how = read_map(Path("pingshan"))
    rows = read_rows(read_table(SHIPPED), Report())
    assert set(how.items.values()) <= {one.code for one in rows}
    assert set(how.leads) <= {name for one in rows for name in (*one.leads, *one.cooperating)}
    names = {name for one in rows for name in one.leads}
    assert {word for one in how.offices for word in one.also} <= names


def test_a_class_stands_for_all_below_it_that_are_not_named() -> None:
    how = read_map(Path("pingshan"))
    assert how.item_code(("市容环卫", "占道经营", "店外经营")) == "CJ002"
    assert how.item_code(("市容环卫", "占道经营", "别的")) == "CJ001"
    assert how.item_code(("市容环卫", "别的")) == ""


def test_a_template_names_columns_and_nothing_else() -> None:
    assert fill("{甲}：{b}{甲}", {"甲": "1", "b": "{甲}"}) == "1：{甲}1"


def test_a_small_map_is_enough(tmp_path: Path) -> None:
    how = read_map(mapped(tmp_path, GOOD))
    assert (how.open_days, how.columns.all, how.items) == (None, ("id", "time", "street", "class"), {"甲": "CJ001"})


@pytest.mark.parametrize(("old", "new", "where"), [
    ('sender = "elsewhere"', "", "sender"),
    ("number = 3", 'number = "3"', "district.number"),
    ("number = 3", "number = 40000", "district.number"),
    ('code = "990001"', 'code = "99"', "district.code"),
    ('street = "street"', "", "columns.street"),
    ('street = "street"', 'street = "street"\nweather = "rain"', "columns.weather"),
    ('classes = ["class"]', 'classes = "class"', "columns.classes"),
    ("[items]", "[prices]\n[items]", "prices"),
    ("[items]", '[channels]\n"a" = "pigeon"\n[items]', "channels"),
    ("[items]", '[[units]]\nmatch = "("\nkind = "department"\n[items]', "units.match"),
    ("[items]", '[[units]]\nmatch = "x"\nkind = "school"\n[items]', "units.kind"),
    ('sender = "elsewhere"', 'sender = "elsewhere"\nunits = 3', "units"),
])
def test_what_is_wrong_with_a_map_is_named(tmp_path: Path, old: str, new: str, where: str) -> None:
    assert old in GOOD
    with pytest.raises(BadInput, match=f"对照表的 {where} 不对"):
        read_map(mapped(tmp_path, GOOD.replace(old, new, 1)))


def test_what_is_no_map_at_all_is_refused(tmp_path: Path) -> None:
    for path in (mapped(tmp_path, "not = = toml"), tmp_path / "none.toml", Path("no-such-map")):
        with pytest.raises(BadInput, match="对照表"):
            read_map(path)
