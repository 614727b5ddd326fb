"""Good, hostile and broken attachments, made here: nothing hostile is kept in the repository. Source: trust.md 6."""
from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf
import pillow_heif
from PIL import Image, PngImagePlugin

TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Override PartName="/word/document.xml" ContentType="application/{}"/></Types>')
PLAIN = TYPES.format("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
RELS = ('<?xml version="1.0"?><Relationships xmlns="x">'
        '<Relationship Id="r1" Type="http://x/{}" Target="{}"{}/></Relationships>')
OUTSIDE = ' TargetMode="External"'


def picture(format: str = "JPEG", size: tuple[int, int] = (64, 48), **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format, **saved)
    return out.getvalue()


def telling_jpeg() -> bytes:
    """A picture lying on its side, with a place, a maker and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CANARY-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (30.0, 0.0, 0.0)
    return picture(exif=exif, comment=b"CANARY-COMMENT")


def telling_png() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "CANARY-AUTHOR")
    return picture("PNG", pnginfo=said)


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "teal")).save(out)
    return out.getvalue()


def wide_png(width: int, height: int) -> bytes:
    """A picture that says it has so many points; few bytes."""
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return (b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
            + part(b"IDAT", rows) + part(b"IEND", b""))


def text_bomb() -> bytes:
    """A PNG with a text that unpacks to 300 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(300)) + packer.flush()
    data = b"k\0\0" + packed
    part = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    good = picture("PNG")
    return good[:33] + part + good[33:]


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, pages: int = 1, **saved: object) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **saved)  # type: ignore[arg-type]  # pikepdf's own options
    return out.getvalue()


def live_pdf() -> bytes:
    """Script on opening, a form, a file inside, an author, a link that runs a program."""
    def change(document: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-SCRIPT')")
        document.Root.OpenAction = script
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA="CANARY-FORM")
        document.attachments["CANARY-INSIDE.exe"] = b"MZ CANARY-PROGRAM"
        document.docinfo["/Author"] = "CANARY-AUTHOR"
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=(
            pikepdf.Dictionary(S=pikepdf.Name.Launch, F="CANARY-LAUNCH.exe")))
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="好",
                                  AA=pikepdf.Dictionary(E=script))
        document.pages[0].obj.Annots = document.make_indirect(pikepdf.Array([link, note]))
        document.pages[0].obj.AA = pikepdf.Dictionary(O=script)
    return b"<html>CANARY-HEAD" + b"\n" + pdf(change) + b"PK\x03\x04CANARY-TAIL"


def live_pdf_at_start() -> bytes:
    """The same, its head first: what the check of the type lets through."""
    return live_pdf().removeprefix(b"<html>CANARY-HEAD\n")


def office(change: Mapping[str, str | bytes] | None = None, folder: str = "word") -> bytes:
    parts: dict[str, str | bytes] = {"[Content_Types].xml": PLAIN, f"{folder}/document.xml": "<w:document/>"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **(change or {})}.items():
            archive.writestr(name, data)
    return out.getvalue()


def referring(type: str, target: str, mode: str = OUTSIDE) -> bytes:
    return office({"word/_rels/document.xml.rels": RELS.format(type, target, mode)})


def broken_part() -> bytes:
    """A part whose sum is wrong."""
    body = bytearray(office({"word/media/a.bin": bytes(range(256)) * 40}))
    at = body.find(b"word/media/a.bin") + 40
    body[at] ^= 0xFF
    return bytes(body)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPT = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x/>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
GIF_WITH_SCRIPT = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//"

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a program": ("看看.exe", lambda: b"MZ\x90\0", "这种文件不收"),
    "a program named as a photo": ("a.jpg", lambda: b"MZ\x90\0" + b"\0" * 99, "对不上"),
    "a program named as a PDF": ("a.pdf", lambda: b"\x7fELF" + b"\0" * 99, "对不上"),
    "a program before a document": ("a.docx", lambda: b"MZ" + office(), "对不上"),
    "a page before a PDF": ("a.pdf", live_pdf, "对不上"),
    "two extensions": ("a.pdf.exe", pdf, "这种文件不收"),
    "no extension": ("照片", picture, "这种文件不收"),
    "an SVG with a script": ("a.svg", lambda: SVG, "这种文件不收"),
    "an SVG named as a picture": ("a.png", lambda: SVG, "对不上"),
    "a web page named as a picture": ("a.jpg", lambda: b"<!DOCTYPE html><script>1</script>", "对不上"),
    "an archive": ("a.zip", office, "这种文件不收"),
    "an old text": ("通知.doc", lambda: OLE, "另存为 .docx"),
    "an old table": ("名单.xls", lambda: OLE, "另存为 .xlsx"),
    "old slides": ("汇报.ppt", lambda: OLE, "另存为 .pptx"),
    "a text of WPS": ("a.wps", lambda: OLE, "另存为 .docx"),
    "an OFD": ("a.ofd", office, "另存为 .pdf"),
    "an old text named docx": ("a.docx", lambda: OLE, "对不上"),
    "a macro by its extension": ("a.docm", office, "另存为 .docx"),
    "a docx with a macro": ("a.docx", lambda: office({"word/vbaProject.bin": b"x"}), "宏"),
    "a docx that says it has macros": ("a.docx", lambda: office({"[Content_Types].xml": TYPES.format(
        "vnd.ms-word.document.macroEnabled.main+xml")}), "宏"),
    "a docx with a control": ("a.docx", lambda: office({"word/activeX/activeX1.xml": "<x/>"}), "宏或控件"),
    "a docx with a packed program": ("a.docx", lambda: office({"word/embeddings/oleObject1.bin": OLE}), "宏或控件"),
    "a docx with a template elsewhere": ("a.docx", lambda: referring("attachedTemplate", "http://x/t.dotm"), "外面"),
    "a docx with a picture elsewhere": ("a.docx", lambda: referring("image", "http://x/a.png"), "外面"),
    "a docx with an entity": ("a.docx", lambda: office({"word/document.xml": SCRIPT}), "外部声明"),
    "a docx with a path out": ("a.docx", lambda: office({"../../etc/cron.d/x": "x"}), "不安全的路径"),
    "a docx that is a table": ("a.docx", lambda: office(folder="xl").replace(b"word/", b"xlxx/"), "对不上"),
    "a docx of too many parts": ("a.docx", lambda: office({f"word/m/{n}": "" for n in range(2_100)}), "部件太多"),
    "a docx bomb": ("a.docx", lambda: office({"word/a.xml": b"a" * 250 * 1024**2}), "超过 200 MB"),
    "a docx that swells": ("a.docx", lambda: office({"word/a.xml": b"a" * 100 * 1024**2}), "大得不正常"),
    "a docx with a broken part": ("a.docx", broken_part, "损坏"),
    "half a docx": ("a.docx", lambda: office()[:200], "损坏"),
    "half a photo": ("a.jpg", lambda: picture(size=(640, 480))[:400], "损坏"),
    "half a HEIC": ("a.heic", lambda: heic()[:300], "损坏"),
    "a picture of 900 million points": ("a.png", lambda: wide_png(30_000, 30_000), "5000 万像素"),
    "a picture of 144 million points": ("a.png", lambda: wide_png(12_000, 12_000), "5000 万像素"),
    "a picture of 60 million points": ("a.png", lambda: wide_png(10_000, 6_000), "5000 万像素"),
    "a PNG whose text unpacks to 300 MB": ("a.png", text_bomb, "损坏"),
    "a GIF that is a script": ("a.gif", lambda: GIF_WITH_SCRIPT, "损坏"),
    "a locked PDF": ("a.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "加了密码"),
    "a PDF of too many pages": ("a.pdf", lambda: pdf(pages=1_001), "1000 页"),
    "a PDF without pages": ("a.pdf", lambda: pdf(pages=0), "损坏"),
    "half a PDF": ("a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 99, "损坏"),
    "nothing": ("a.jpg", lambda: b"", "是空的"),
    "too large": ("a.jpg", lambda: picture() + b"\0" * 20 * 1024**2, "超过 20 MB"),
}
"""Name of the case: file name, how it is made, and words of the sentence that is told."""
