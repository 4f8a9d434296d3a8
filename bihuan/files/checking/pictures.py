"""Pictures: decoded once, turned upright, stripped of metadata, made small where they are large.

What is stored comes out of Pillow or of `segments`, never as it was sent: bytes behind the end of
a picture (a web page, an archive, the film of a "moving photo") do not survive.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile

from bihuan.files.checking.likeness import look_of
from bihuan.files.checking.refusing import broken
from bihuan.files.checking.segments import stripped
from bihuan.files.errors import FileRefused
from bihuan.files.rules import (
    JPEG_QUALITY,
    LONG_SIDE,
    MOST_PIXELS,
    MOST_PIXELS_ELSE,
    THUMBNAIL_SIDE,
)

# What Pillow raises for a picture that is broken or made to break it.
_FAULTS = (
    *(OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError),
    *(OverflowError, ZeroDivisionError, struct.error, zlib.error),
)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to turn a picture upright, by what its EXIF says of how the camera was held."""
_OPENED = ("JPEG", "PNG", "WEBP", "BMP", "GIF")
_STORED_AS = {
    "JPEG": "jpeg",
    "MPO": "jpeg",
    "PNG": "png",
    "WEBP": "webp",
    "BMP": "png",
    "GIF": "png",
}


# For the whole process, and before the first picture is opened: what may be a bomb is an error.
Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """What is kept of a picture."""

    kind: str
    content: bytes
    thumbnail: bytes
    look: str


def is_picture(content: bytes) -> bool:
    """Tell by its first bytes whether a content claims to be a picture that is taken."""
    return content.startswith(
        (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
    ) or _is_webp_or_bmp(content)


def develop(content: bytes) -> Picture:
    """Return what is kept of a picture; raises FileRefused where it is broken or too large."""
    # WeasyPrint, once imported, lets the whole process take pictures that are cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with _bombs_refused():
        try:
            with Image.open(io.BytesIO(content), formats=_OPENED) as opened:
                return _developed(opened, content)
        except _FAULTS as error:
            raise broken() from error


def _developed(opened: Image.Image, content: bytes) -> Picture:
    came_as, size = str(opened.format), opened.size
    _require_pixels(size, MOST_PIXELS.get(came_as, MOST_PIXELS_ELSE))
    kind, turn, profile = _STORED_AS[came_as], _turn(opened), opened.info.get("icc_profile")
    opened.draft(None, (LONG_SIDE, LONG_SIDE))  # a large JPEG is decoded at a fraction
    opened.load()
    picture = _plain(opened, profile)
    if max(size) > LONG_SIDE:
        picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn is not None:
        picture = picture.transpose(turn)
    is_ordinary = opened.mode == "L" or (
        opened.mode == "RGB" and opened.info.get("adobe_transform", 1) == 1
    )
    if kind == "jpeg" and is_ordinary and max(size) <= LONG_SIDE and turn is None and not profile:
        kept = _copied(content)
    else:
        kept = _encoded(picture, kind, is_lossless=b"VP8L" in content[:64])
    return Picture(kind, kept, _thumbnail(picture), look_of(_on_white(picture)))


def _turn(opened: Image.Image) -> Image.Transpose | None:
    try:
        said = opened.getexif().get(_ORIENTATION)
    except _FAULTS:  # broken metadata is no reason to refuse a good picture
        return None
    return _TURNS.get(said) if isinstance(said, int) else None


def _plain(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in one of the modes that are stored, in sRGB, with nothing beside it."""
    if picture.mode.startswith(("I", "F")):  # 16 bits a pixel
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_alpha = "A" in picture.mode or "transparency" in picture.info
    wanted = "L" if picture.mode in ("1", "L") and not has_alpha else "RGB"
    if profile and wanted == "RGB" and not has_alpha and picture.mode in ("RGB", "CMYK"):
        picture = _in_srgb(picture, profile)
    picture = picture.convert("RGBA" if has_alpha else wanted)
    picture.info.clear()
    return picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(
            picture, found, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *_FAULTS):
        return picture  # a profile that nobody can read says nothing
    return turned or picture


def _copied(content: bytes) -> bytes:
    """Return a JPEG without metadata, having made sure that it still draws."""
    kept = stripped(content)
    with Image.open(io.BytesIO(kept), formats=("JPEG",)) as again:
        again.load()
    return kept


def _encoded(picture: Image.Image, kind: str, *, is_lossless: bool) -> bytes:
    out = io.BytesIO()
    if kind == "jpeg":
        picture.convert("RGB" if picture.mode != "L" else "L").save(
            out, "JPEG", quality=JPEG_QUALITY, optimize=True
        )
    elif kind == "webp":
        picture.save(out, "WEBP", quality=JPEG_QUALITY, lossless=is_lossless)
    else:
        picture.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _thumbnail(picture: Image.Image) -> bytes:
    small = _on_white(picture)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=75)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.copy() if picture.mode == "RGB" else picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _require_pixels(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise FileRefused(
            _("图片有 %(width)d×%(height)d 个像素，过大；请缩小后再上传。")
            % {"width": size[0], "height": size[1]}
        )


@contextmanager
def _bombs_refused() -> Iterator[None]:
    """Refuse what Pillow takes for a picture made to fill the memory."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(_("图片的像素过多，打开它会占满内存；请缩小后再上传。")) from error


def _is_webp_or_bmp(content: bytes) -> bool:
    if content[:4] == b"RIFF":
        return content[8:12] == b"WEBP"
    # Two letters say little: the reserved bytes and the size of the header must fit as well.
    has_header = content[14:18] in {bytes((size, 0, 0, 0)) for size in (12, 40, 108, 124)}
    return content[:2] == b"BM" and content[6:10] == bytes(4) and has_header
