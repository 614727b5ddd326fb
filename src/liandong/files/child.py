"""How an attachment is made harmless in the child (`confined.child`). No Django here.

Type detection does not find files that are two things at once: drawing a picture anew and writing a PDF anew does
away with the second thing. Office documents are looked into and kept as they are. Source: trust.md 6.
"""
from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from liandong.confined.limits import RefusedFile
from liandong.confined.zips import check_zip

MOST_PIXELS = 50_000_000
KEPT_PIXELS = 2560 * 2560
"""A picture is made smaller to this area: a long picture of a screen stays readable."""
MOST_PAGES = 1_000
QUALITY = 85
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP", ".bmp": "BMP",
           ".heic": "HEIF", ".heif": "HEIF"}
FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
HIDDEN = ("/OpenAction", "/AA", "/Names", "/AcroForm", "/AF", "/Collection", "/Metadata", "/Perms", "/PieceInfo",
          "/Legal", "/DSS", "/Extensions")
"""What a PDF's root may do or hold besides its pages."""
SAFE_MARKS = frozenset({"/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight",
                        "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink"})
"""Kinds of annotations that only draw. All others (links, fields, files, films) go."""
ACTIVE = re.compile(r"activex|ctrlprops|oleobject|embeddings/.*\.bin$", re.IGNORECASE)


def read(arguments: list[str]) -> Iterator[object]:
    """FILE SUFFIX OUT: writes the harmless file; the answer is the extension that it now has."""
    path, suffix, out = Path(arguments[0]), arguments[1], Path(arguments[2])
    if suffix in FORMATS:
        yield {"suffix": redraw(path, suffix, out)}
    elif suffix == ".pdf":
        rewrite(path, out)
        yield {"suffix": ".pdf"}
    else:
        look_into(path, suffix)
        out.write_bytes(path.read_bytes())
        yield {"suffix": suffix}


def redraw(path: Path, suffix: str, out: Path) -> str:
    """The picture's points alone: upright, not too many of them, without any word about it."""
    from PIL import Image, ImageOps

    wanted = FORMATS[suffix]
    if wanted == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=0)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(path, formats=[wanted])
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise RefusedFile("pixels")
        picture.draft("RGB", (2 * 2560, 2 * 2560))  # a JPEG is read at half its size where that is enough
        picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise RefusedFile("pixels") from None
    upright = ImageOps.exif_transpose(picture)
    keeps_clear = suffix in {".png", ".gif", ".webp"}
    points = smaller(flat(upright, keeps_clear=keeps_clear))
    bare = Image.new(points.mode, points.size)
    bare.paste(points)
    if (keeps_clear and suffix != ".webp") or bare.mode == "RGBA":
        bare.save(out, "PNG", optimize=True)
        return ".png"
    bare.save(out, "JPEG", quality=QUALITY)
    return ".jpg"


def flat(picture: Any, *, keeps_clear: bool) -> Any:
    """In plain colours; what is clear stays so where the format has it, else it is white."""
    from PIL import Image

    if picture.mode not in {"RGBA", "LA", "PA"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    if keeps_clear:
        return clear
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def smaller(picture: Any) -> Any:
    """Of no more than KEPT_PIXELS."""
    area = picture.width * picture.height
    if area <= KEPT_PIXELS:
        return picture
    by = (KEPT_PIXELS / area) ** 0.5
    return picture.resize((max(1, int(picture.width * by)), max(1, int(picture.height * by))))


def rewrite(path: Path, out: Path) -> None:
    """The pages alone: no script, no form, no file inside, nothing before or behind."""
    import pikepdf

    try:
        document = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise RefusedFile("locked") from None
    with document:
        if document.is_encrypted:
            raise RefusedFile("locked")
        if len(document.pages) > MOST_PAGES:
            raise RefusedFile("pages")
        if not len(document.pages):
            raise RefusedFile("broken")
        for name in HIDDEN:
            if name in document.Root:
                del document.Root[name]
        for page in document.pages:
            quieten(page.obj)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        document.save(out, static_id=True, preserve_pdfa=False)


def quieten(page: Any) -> None:
    """A page without actions; of what is written on it only what draws."""
    for name in ("/AA", "/AF", "/Metadata", "/PieceInfo"):
        if name in page:
            del page[name]
    if "/Annots" not in page:
        return
    import pikepdf

    kept = [one for one in page.Annots if str(one.get("/Subtype", "")) in SAFE_MARKS]
    for one in kept:
        for name in ("/A", "/AA", "/Popup", "/RichMediaContent"):
            if name in one:
                del one[name]
    page.Annots = pikepdf.Array(kept)


def look_into(path: Path, suffix: str) -> None:
    """An office document: its directory, its parts' names, and what its parts refer to."""
    check_zip(path, FOLDERS[suffix])
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            name = entry.filename
            if ACTIVE.search(name):
                raise RefusedFile("macro")
            if name == "[Content_Types].xml" and b"macroenabled" in archive.read(entry).lower():
                raise RefusedFile("macro")
            if name.lower().endswith(".rels"):
                refer(archive.read(entry))
        if archive.testzip() is not None:
            raise RefusedFile("broken")


def refer(relations: bytes) -> None:
    """Links may lead outside, since a person follows them; what a program fetches by itself may not."""
    if b"\0" in relations:  # UTF-16 would hide what is looked for
        raise RefusedFile("outside")
    for found in re.findall(rb"<Relationship\b[^>]*>", relations, re.IGNORECASE):
        if re.search(rb"TargetMode\s*=\s*[\"']External", found, re.IGNORECASE) and not re.search(
                rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", found, re.IGNORECASE):
            raise RefusedFile("outside")
