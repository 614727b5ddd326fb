"""Every sentence of the kernel has its English, with the same placeholders."""
from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

KERNEL = Path(__file__).parents[2] / "src" / "liandong" / "kernel"
KEYWORDS = dict.fromkeys(("N_", "say", "Refused", "NotAllowed", "NotFound", "RuleBroken", "Stale", "BadInput"))
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def sources() -> set[str]:
    found = extract_from_dir(KERNEL, [("**.py", "python")], keywords=KEYWORDS)
    return {text for _, _, text, _, _ in found if isinstance(text, str)}


def test_every_sentence_has_its_english_and_none_is_left_over() -> None:
    catalogue = read_po(BytesIO((KERNEL / "locale/en/LC_MESSAGES/django.po").read_bytes()), locale="en")
    english = {str(message.id): str(message.string) for message in catalogue if message.id}
    assert set(english) == sources()
    for chinese, words in english.items():
        assert words
        assert set(PLACEHOLDER.findall(words)) == set(PLACEHOLDER.findall(chinese))
