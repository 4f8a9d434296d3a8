"""The fonts of a paper by role: the names an office has, and the free files shipped here."""

import functools
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FONTS_DIR = Path(__file__).resolve().parent.parent / "fonts"


@dataclass(frozen=True)
class Face:
    """A font of a role: its name in Word and WPS, other names of it, the vendored stand-in."""

    word: str
    others: tuple[str, ...]
    file: str
    family: str  # the CSS family under which the vendored file is loaded
    name: str  # the family name inside the vendored file
    wide: str = ""  # where `word` has GB 2312 only: the font of that face with more characters

    @property
    def path(self) -> Path:
        """Return the vendored file."""
        return FONTS_DIR / self.file


class Role(Enum):
    """A role that a font plays in a paper (handbook §1.5)."""

    BODY = Face(
        "仿宋_GB2312",
        ("仿宋", "FangSong", "FangSong_GB2312", "STFangsong"),
        "FandolFang-Regular.otf",
        "Bihuan FangSong",
        "FandolFang R",
        "仿宋",
    )
    TITLE = Face(
        "方正小标宋简体",
        ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "小标宋"),
        "FandolSong-Bold.otf",
        "Bihuan XiaoBiaoSong",
        "FandolSong",
        "方正小标宋_GBK",
    )
    HEADING = Face(
        "黑体",
        ("SimHei", "STHeiti"),
        "FandolHei-Regular.otf",
        "Bihuan Hei",
        "FandolHei",
    )
    KAI = Face(
        "楷体_GB2312",
        ("楷体", "KaiTi", "KaiTi_GB2312", "STKaiti"),
        "FandolKai-Regular.otf",
        "Bihuan Kai",
        "FandolKai R",
        "楷体",
    )
    SONG = Face(
        "宋体",
        ("SimSun", "STSong"),
        "FandolSong-Regular.otf",
        "Bihuan Song",
        "FandolSong",
    )

    @property
    def face(self) -> Face:
        """Return the face of this role."""
        return self.value


# Characters that the Fandol fonts lack: 喆堃玥赟祎瑄, ㎡ (handbook §1.5).
FALLBACK = Face(
    "Bihuan Fallback Serif",
    (),
    "BihuanFallbackSerif.otf",
    "Bihuan Fallback",
    "Bihuan Fallback Serif",
)
HEADING_ROLES = {1: Role.HEADING, 2: Role.KAI, 3: Role.BODY, 4: Role.BODY}


def vendored_faces() -> tuple[Face, ...]:
    """Return every face that is shipped, the fallback last."""
    return (*(role.face for role in Role), FALLBACK)


@functools.cache
def advances(face: Face) -> dict[str, float]:
    """Return the advance of each character that the vendored file has, in em."""
    from fontTools.ttLib import TTFont  # loaded only when a PDF is made: it costs memory

    with TTFont(face.path, lazy=True) as opened:
        font: Any = opened
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}


def advance(character: str, face: Face) -> float:
    """Return the advance of a character in em, by the fallback where the face lacks it."""
    width = advances(face).get(character)
    return advances(FALLBACK).get(character, 1.0) if width is None else width


def write_fontconfig(folder: Path) -> Path:
    """Write a fontconfig file that knows only the vendored fonts, under the names Word uses.

    LibreOffice is run with it so that a docx is measured the same on every machine. It tells fonts
    apart by the family inside the file, and FandolSong's bold, here the 小标宋, shares its family
    with the regular: a renamed copy is put into `folder` for it.
    """
    title = folder / "title.otf"
    _write_renamed(Role.TITLE.face, title)
    files = {role: title if role is Role.TITLE else role.face.path for role in Role}
    named = "".join(_named(role.face, path) for role, path in files.items())
    shown = "".join(
        f"<glob>{escape(str(path))}</glob>" for path in (*files.values(), FALLBACK.path)
    )
    written = folder / "fonts.conf"
    written.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>'
        f"<dir>{escape(str(FONTS_DIR))}</dir><dir>{escape(str(folder))}</dir>"
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        f"<selectfont><rejectfont><glob>*</glob></rejectfont>"
        f"<acceptfont>{shown}</acceptfont></selectfont>{named}"
        '<match target="pattern"><edit name="family" mode="append_last">'
        f"<string>{escape(FALLBACK.name)}</string></edit></match></fontconfig>\n",
        encoding="utf-8",
    )
    return written


def _write_renamed(face: Face, path: Path) -> None:
    """Write a copy of a face whose family is its CSS family."""
    from fontTools.ttLib import TTFont

    with TTFont(face.path, lazy=True) as opened:
        font: Any = opened
        names = font["name"]
        for name_id, value in {1: face.family, 2: "Regular", 4: face.family}.items():
            names.setName(value, name_id, 3, 1, 0x409)
        for name_id in (16, 17):
            names.removeNames(nameID=name_id)
        names.names = [n for n in names.names if n.platformID == 3 and n.langID == 0x409]
        font.save(path)


def _named(face: Face, path: Path) -> str:
    """Return the rule that gives a font file the names of its role, as a regular font."""
    names = "".join(f"<string>{escape(name)}</string>" for name in (face.word, *face.others))
    return (
        f'<match target="scan"><test name="file"><string>{escape(str(path))}</string></test>'
        f'<edit name="family" mode="assign" binding="same">{names}</edit>'
        '<edit name="weight" mode="assign"><const>regular</const></edit></match>'
    )
