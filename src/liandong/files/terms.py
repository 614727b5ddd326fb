"""Words of attachments: what sorts of files are taken, and what the refused ones should be saved as."""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PNG, JPEG, PDF = ".png", ".jpg", ".pdf"


class Kind(StrEnum):
    """What is done with a file: pictures are drawn anew, PDFs written anew, office documents looked into."""

    IMAGE = "image"
    PDF = "pdf"
    OFFICE = "office"


@dataclass(frozen=True)
class Type:
    """A kind of file that is taken. `marks` are what its first bytes may be, at `at`."""

    kind: Kind
    marks: tuple[bytes, ...]
    at: int = 0
    folder: str = ""
    """Of an office document: where its parts lie."""


HEIF = Type(Kind.IMAGE, tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1")), 4)
JPEG_TYPE = Type(Kind.IMAGE, (b"\xff\xd8\xff",))
TYPES: dict[str, Type] = {
    ".jpg": JPEG_TYPE, ".jpeg": JPEG_TYPE, ".png": Type(Kind.IMAGE, (b"\x89PNG\r\n\x1a\n",)),
    ".gif": Type(Kind.IMAGE, (b"GIF87a", b"GIF89a")), ".webp": Type(Kind.IMAGE, (b"WEBP",), 8),
    ".bmp": Type(Kind.IMAGE, (b"BM",)), ".heic": HEIF, ".heif": HEIF,
    ".pdf": Type(Kind.PDF, (b"%PDF-",)),
    ".docx": Type(Kind.OFFICE, (b"PK\x03\x04",), folder="word/"),
    ".xlsx": Type(Kind.OFFICE, (b"PK\x03\x04",), folder="xl/"),
    ".pptx": Type(Kind.OFFICE, (b"PK\x03\x04",), folder="ppt/"),
}
"""By the extension. SVG, HTML, text and archives are not taken."""
HEAD = 32
"""So many first bytes tell the type."""
SAVE_AS = {".doc": ".docx", ".dot": ".docx", ".rtf": ".docx", ".wps": ".docx", ".odt": ".docx", ".docm": ".docx",
           ".xls": ".xlsx", ".et": ".xlsx", ".ods": ".xlsx", ".xlsm": ".xlsx", ".csv": ".xlsx",
           ".ppt": ".pptx", ".dps": ".pptx", ".odp": ".pptx", ".pptm": ".pptx",
           ".ofd": ".pdf", ".txt": ".pdf", ".tif": ".pdf", ".tiff": ".pdf", ".caj": ".pdf"}
"""Old and foreign formats, and what their program saves as."""
CONTENT_TYPES = {
    ".jpg": "image/jpeg", ".png": "image/png", ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation"}
"""Of what is stored, by its extension."""
ACCEPT = ",".join(("image/*", *(suffix for suffix, one in TYPES.items())))
"""What a browser offers to choose from; a telephone offers its camera too."""
