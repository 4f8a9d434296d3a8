"""Pictures and office files made for the tests: nothing here comes from a camera."""

import io
import random
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

GPS_WORDS = b"28.1234N"


def scene(size: tuple[int, int] = (800, 600), seed: int = 1, mode: str = "RGB") -> Image.Image:
    """Draw something that differs by its seed and is no flat colour."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (80, 60), (dice.randrange(256), 90, 120))
    draw = ImageDraw.Draw(picture)
    for _each in range(24):
        x, y = dice.randrange(80), dice.randrange(60)
        colour = tuple(dice.randrange(256) for _band in range(3))
        draw.ellipse((x, y, x + dice.randrange(8, 40), y + dice.randrange(8, 30)), fill=colour)
    return picture.resize(size, Image.Resampling.BICUBIC).convert(mode)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(
    size: tuple[int, int] = (800, 600), *, seed: int = 1, orientation: int = 1, **options: Any
) -> bytes:
    """Return a photo with a place, a device and a remark in its metadata."""
    exif = Image.Exif()
    exif[0x0110] = "SPY-CAMERA"
    exif[0x0112] = orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (28.0, 12.0, 34.5)
    place[29] = GPS_WORDS.decode()
    return encoded(
        scene(size, seed),
        exif=exif,
        comment=b"remark-of-the-phone",
        quality=88,
        **options,
    )


def png(size: tuple[int, int] = (300, 200), seed: int = 1) -> bytes:
    """Return a PNG with a remark."""
    from PIL.PngImagePlugin import PngInfo

    remarks = PngInfo()
    remarks.add_text("Comment", "remark-of-the-phone")
    return encoded(scene(size, seed), "PNG", pnginfo=remarks)


def huge_png(width: int = 30_000, height: int = 30_000) -> bytes:
    """Return the head of a PNG that claims to be huge, with hardly any content."""
    import zlib

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(script: str = "") -> bytes:
    """Return a PDF of one page, perhaps with a script that runs when it is opened."""
    document: Any = pypdfium2.PdfDocument.new()  # type: ignore[no-untyped-call]
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    document.close()
    content = out.getvalue()
    if script:
        action = b"/Type/Catalog/OpenAction<</S/JavaScript/JS(%s)>>" % script.encode()
        content = content.replace(b"/Type /Catalog", b"/Type/Catalog").replace(
            b"/Type/Catalog", action, 1
        )
    return content


def office(main: str = "word/document.xml", more: Mapping[str, bytes] | None = None) -> bytes:
    """Return an office file as a zip of a few parts; `more` are parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<document/>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def ole(*names: str) -> bytes:
    """Return an old office file: a compound file whose directory has entries of these names."""
    sector = 512
    entries = [("Root Entry", 5), *((name, 2) for name in names)]
    directory = b""
    for name, kind in entries:
        text = name.encode("utf-16-le") + b"\0\0"
        entry = bytearray(128)
        entry[: len(text)] = text
        struct.pack_into("<HBB", entry, 64, len(text), kind, 1)
        struct.pack_into("<III", entry, 68, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        struct.pack_into("<II", entry, 116, 0xFFFFFFFE, 0)
        directory += bytes(entry)
    directory = directory.ljust(-(-len(directory) // sector) * sector, b"\0")
    count = len(directory) // sector
    fat = [0xFFFFFFFD, *range(2, count + 1), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (sector // 4 - len(fat))
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *([0xFFFFFFFF] * 108))
    return bytes(header) + struct.pack("<128I", *fat) + directory
