"""Why a file is not taken: what it is, in the words of who sent it, and what to do instead."""

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.files.errors import FileRefused

TAKEN = _("可以上传照片（JPG、PNG）、PDF、Word、Excel 和演示文稿。")
ARCHIVE = _("压缩包看不到里面是什么，不能上传；请解压后把文件逐个上传。")
FILM = _("视频和录音不能上传；请截取照片，或写一份文字说明。")
MARKUP = _("网页、SVG 和脚本不能上传：打开时可能运行程序；请截图或另存为 PDF 后上传。")
PROGRAM = _("程序不能上传。")
HEIC = _("这种苹果手机照片（HEIC）还打不开；请在“设置→相机→格式”里选“兼容性最佳”，或转为 JPG。")
TIFF = _("TIFF 图片不能上传；请另存为 JPG，多页的另存为 PDF。")
BROKEN = _("文件已损坏，打不开；请重新导出或重新拍摄后再上传。")

# The first of these with which a content begins says what it is.
_STARTS: tuple[tuple[bytes, Promise | str], ...] = (
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"PK", ARCHIVE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"#!", MARKUP),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"ID3", FILM),
)
_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}


def refusal_of(content: bytes) -> FileRefused:
    """Return the refusal of a content that is of no kind that is taken."""
    return FileRefused(str(_sentence(content)))


def broken() -> FileRefused:
    """Return the refusal of a file that is not what its beginning says."""
    return FileRefused(str(BROKEN))


def _sentence(content: bytes) -> Promise | str:
    head = content[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<") or b"<script" in head.lower():
        return MARKUP
    for start, sentence in _STARTS:
        if content.startswith(start):
            return sentence
    if content[4:8] == b"ftyp":
        return HEIC if content[8:12] in _BRANDS else FILM
    media = _media_type(content)
    if media.startswith(("video/", "audio/")):
        return FILM
    if any(word in media for word in ("zip", "compress", "archive", "tar")):
        return ARCHIVE
    return _("这种文件不能上传；%(taken)s") % {"taken": TAKEN}


def _media_type(content: bytes) -> str:
    try:
        found = puremagic.magic_string(content[:65536])
    except (puremagic.PureError, ValueError):
        return ""
    return str(found[0].mime_type) if found else ""
