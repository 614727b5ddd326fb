"""The look's own laws: class names, no inline style or script, no text that an old browser cannot draw."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment

from liandong.config.paths import SOURCE
from liandong.screens.sheet import examples

SCREENS = SOURCE / "screens"
STATIC = SCREENS / "static"
TEMPLATES = sorted(set(SOURCE.glob("*/templates/**/*.html")) - set(SOURCE.glob("plans/templates/**/*.html")))
"""What the product serves; a plan's report is one file that opens from a disk and carries its own style."""
RETUNED = {"btn", "btn-primary", "form-control", "form-select", "form-check-input", "form-label", "small"}
"""Tabler's classes that we tune. Source: mock/README.md 9.6."""
USED_AS_THEY_ARE = {"visually-hidden", "ontime"}
"""Tabler's own, and the deadline whose look is that of plain text."""
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
WORD = re.compile(r"^[a-z][a-z0-9-]*$")


def _classes(*files: Path) -> set[str]:
    text = "".join(file.read_text() for file in files)
    return set(CLASS.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.S)))


OURS = _classes(*sorted((STATIC / "screens").glob("*.css")))
TABLER = _classes(STATIC / "vendor" / "tabler.min.css")


def _used(template: Path) -> set[str]:
    """The class names that a template writes; what it computes is left to the rendering tests."""
    found = re.findall(r'\bclass="([^"]*)"', template.read_text())
    plain = [re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "{}", value) for value in found]
    words = {word for value in plain for word in value.split() if "{" not in word}
    return {word for word in words if WORD.match(word) and not word.endswith("-")}


def test_no_class_of_ours_is_tabler_s_but_those_we_retune() -> None:
    assert OURS & TABLER == RETUNED


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_uses_only_classes_that_exist(template: Path) -> None:
    assert _used(template) - OURS - USED_AS_THEY_ARE == set()


def test_every_class_of_the_drawn_sheet_exists(env: Environment) -> None:
    html = env.get_template("screens/components_sheet.html").render(link="#{}".format, **examples())
    used = {word for value in re.findall(r'\bclass="([^"]*)"', html) for word in value.split()}
    assert {"item-who", "due-chip", "lv", "on"} <= used
    assert used - OURS - USED_AS_THEY_ARE == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_has_no_inline_style_and_no_inline_script(template: Path) -> None:
    text = template.read_text()
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=|<style|javascript:|hx-on", text)
    assert all(re.search(r"\ssrc=", tag) for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("sheet", sorted((STATIC / "screens").glob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_keeps_to_what_a_browser_of_2021_draws(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    assert not re.search(r"oklch\(|light-dark\(|color-mix\(|:has\(|@container|@layer|&", text)


@pytest.mark.parametrize("name", ["tabler.min.css", "htmx.min.js"])
def test_a_vendored_file_points_to_no_source_map_and_has_its_licence_beside_it(name: str) -> None:
    assert "sourceMappingURL" not in (STATIC / "vendor" / name).read_text()
    assert (STATIC / "vendor" / f"{name.split('.')[0]}.LICENSE").exists()


def test_the_lock_of_the_vendored_files_holds_no_address_of_a_registry() -> None:
    lock = (SOURCE.parents[1] / "vendor" / "package-lock.json").read_text()
    assert '"resolved"' not in lock


def test_every_text_of_the_screens_has_its_english() -> None:
    with (SCREENS / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    keywords = {"_": None, "gettext": None, "N_": None, "say": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(SCREENS), [("**.py", "python"), ("**/templates/**.html", "jinja2")],
                             {"**/templates/**.html": {"extensions": "jinja2.ext.i18n"}}, keywords=keywords)
    texts = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}
    assert len(texts) > 100
    assert {text for text in texts if text not in catalogue or not catalogue[text].string} == set()
