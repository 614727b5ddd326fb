"""From what was uploaded to what may be stored: in the order of trust.md 6, nothing written outside a folder that goes.
"""
from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from liandong.confined.running import SECONDS, Stopped, run
from liandong.files import rules
from liandong.files.terms import HEAD, HEIF, Kind
from liandong.kernel.errors import BadInput

READER = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Checked:
    """A harmless file on its way to the store. `suffix` is that of `data`; `name` bears it."""

    name: str
    kind: Kind
    suffix: str
    data: bytes


def check_all(uploads: Sequence[UploadedFile]) -> list[Checked]:
    """All of them, or BadInput with the sentence of the first that is not taken; each runs in a child of its own."""
    rules.check_number(len(uploads), sum(one.size or 0 for one in uploads))
    return [check(one) for one in uploads]


def check(upload: UploadedFile, *, seconds: float = SECONDS) -> Checked:
    """One file, made harmless. Raises BadInput with the sentence that says why not."""
    name = rules.clean_name(upload.name or "")
    rules.check_size(name, upload.size or 0)
    type = rules.type_of(name)
    upload.seek(0)
    rules.check_head(name, type, upload.read(HEAD))
    stem, suffix = rules.split(name)
    with tempfile.TemporaryDirectory(prefix="liandong-file-") as folder:
        given, out = Path(folder) / "given", Path(folder) / "out"
        with given.open("wb") as copy:
            upload.seek(0)
            for block in upload.chunks():
                copy.write(block)
        try:
            said = json.loads(run(READER, [str(given), suffix, str(out)], Path(folder), seconds=seconds,
                                  threads=type is HEIF).read_bytes())
        except (Stopped, ValueError):
            raise BadInput(rules.refused(name, "stopped")) from None
        if "refused" in said:
            raise BadInput(rules.refused(name, said["refused"]))
        data = out.read_bytes()
    rules.check_size(name, len(data))
    return Checked(rules.clean_name(stem + said["suffix"]), type.kind, said["suffix"], data)
