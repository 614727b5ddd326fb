"""What of a file is decided by its size, name and first bytes alone. Source: trust.md 6, the order of checks."""
from __future__ import annotations

import unicodedata

from liandong.files.terms import SAVE_AS, TYPES, Type
from liandong.kernel.errors import BadInput
from liandong.kernel.words import N_, Sentence, say

MEBIBYTE = 1024**2
LARGEST = 20 * MEBIBYTE
"""Bytes of one file, and of all that are brought at once: a request holds no more (`web.middleware.Size`)."""
MOST_AT_ONCE = 9
MOST_OF_A_MATTER, LARGEST_OF_A_MATTER = 100, 300 * MEBIBYTE
LONGEST_NAME = 80
"""Characters of a name as it is stored, its extension included."""
NAMELESS = "文件"
REASONS = {
    "type": N_("%(name)s：内容和扩展名对不上，或者加了密码，没有收。请打开它另存一份再传。"),
    "broken": N_("%(name)s：读不出来，可能损坏了，没有收。请打开它另存一份再传。"),
    "entries": N_("%(name)s：里面的部件太多，没有收。请另存为 PDF 再传。"),
    "unpacked": N_("%(name)s：展开后超过 200 MB，没有收。请拆成几份再传。"),
    "ratio": N_("%(name)s：展开后大得不正常，没有收。请另存为 PDF 再传。"),
    "name": N_("%(name)s：里面有不安全的路径，没有收。"),
    "macro": N_("%(name)s：里面有宏或控件，没有收。请另存为不含宏的文件或 PDF 再传。"),
    "outside": N_("%(name)s：打开时会到外面取东西，没有收。请另存为 PDF 再传。"),
    "doctype": N_("%(name)s：里面有外部声明，没有收。请另存为 PDF 再传。"),
    "locked": N_("%(name)s：加了密码，没有收。请取消密码再传。"),
    "pixels": N_("%(name)s：照片超过 5000 万像素，没有收。请缩小再传。"),
    "pages": N_("%(name)s：超过 1000 页，没有收。请拆成几份再传。"),
    "stopped": N_("%(name)s：读起来占用的内存或时间不正常，没有收。请另存一份再传。"),
}
"""What is told for each reason of the child; "stopped" where it was ended by its limits."""


def clean_name(name: str) -> str:
    """A name to be shown and given back: without path, control and direction characters, cut before its extension."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '"<>|:*?').rstrip(" .")
    stem, suffix = split(plain)
    return (stem.strip(" .")[:LONGEST_NAME - len(suffix)].strip(" .") or NAMELESS) + suffix


def split(name: str) -> tuple[str, str]:
    """Stem and extension (small, with its point; empty without one): up to ten letters and figures."""
    stem, _, suffix = name.rpartition(".")
    is_one = "." in name and len(suffix) <= 10 and suffix.isascii() and suffix.isalnum()
    return (stem, f".{suffix.lower()}") if is_one else (name, "")


def type_of(name: str) -> Type:
    """The type by the extension. Raises BadInput with what to save it as, or with what is taken."""
    suffix = split(name)[1]
    if suffix in SAVE_AS:
        raise BadInput(say("%(name)s：不收 %(suffix)s 文件。请打开它，另存为 %(instead)s 再传。", name=name,
                           suffix=suffix, instead=SAVE_AS[suffix]))
    if suffix not in TYPES:
        raise BadInput(say("%(name)s：这种文件不收。收照片、PDF、.docx、.xlsx 和 .pptx。", name=name))
    return TYPES[suffix]


def check_size(name: str, size: int) -> None:
    """Raises BadInput for an empty file and for one that is too large."""
    if size == 0:
        raise BadInput(say("%(name)s：是空的，没有收。", name=name))
    if size > LARGEST:
        raise BadInput(say("%(name)s：超过 %(most)s MB，没有收。", name=name, most=LARGEST // MEBIBYTE))


def check_head(name: str, type: Type, head: bytes) -> None:
    """Raises BadInput where the first bytes are not those of the extension."""
    if not any(head.startswith(mark, type.at) for mark in type.marks):
        raise BadInput(refused(name, "type"))


def check_number(number: int, size: int) -> None:
    """Raises BadInput for too many at once, or too much."""
    if number > MOST_AT_ONCE:
        raise BadInput(say("一次最多 %(most)s 个文件。", most=MOST_AT_ONCE))
    if size > LARGEST:
        raise BadInput(say("一次的文件合起来最多 %(most)s MB。", most=LARGEST // MEBIBYTE))


def check_room(number: int, size: int) -> None:
    """`number` and bytes of all files of a matter, the new ones included. Raises BadInput at "attached" where that is
    too much."""
    if number > MOST_OF_A_MATTER or size > LARGEST_OF_A_MATTER:
        raise BadInput(fields={"attached": say("这件事的附件已经太多：最多 %(number)s 个，合起来 %(most)s MB。",
                                               number=MOST_OF_A_MATTER, most=LARGEST_OF_A_MATTER // MEBIBYTE)})


def refused(name: str, reason: str) -> Sentence:
    """The sentence for a reason of the child."""
    return Sentence(REASONS.get(reason, REASONS["broken"]), {"name": name})


def size_shown(size: int) -> str:
    """A size as people read it: 1.2 MB, 35 KB."""
    return f"{size / MEBIBYTE:.1f} MB" if size >= MEBIBYTE else f"{max(1, round(size / 1024))} KB"
