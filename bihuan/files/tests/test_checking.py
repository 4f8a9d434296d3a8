"""What is taken as evidence, what is made of it, and what is refused."""

import io
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bihuan.files.checking import examine
from bihuan.files.checking.likeness import BANDS, bands_of, is_alike, look_of
from bihuan.files.checking.segments import stripped
from bihuan.files.errors import FileRefused
from bihuan.files.rules import KINDS, LONG_SIDE, LONGEST_NAME, THUMBNAIL_SIDE, safe_name
from bihuan.files.tests.pictures import (
    GPS_WORDS,
    encoded,
    huge_png,
    jpeg,
    office,
    ole,
    pdf,
    png,
    scene,
)

TOLD = (GPS_WORDS, b"SPY-CAMERA", b"remark-of-the-phone", b"Exif", b"GPS")


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_a_photo_loses_place_device_and_remark() -> None:
    sent = jpeg()
    assert all(word in sent for word in (GPS_WORDS, b"SPY-CAMERA", b"remark-of-the-phone"))
    kept = examine(sent, "现场.jpg")
    for content in (kept.content, kept.thumbnail):
        assert [word for word in TOLD if word in content] == []
        assert dict(opened(content).getexif()) == {}


def test_a_small_photo_keeps_every_pixel() -> None:
    sent = jpeg()
    kept = examine(sent, "a.jpg").content
    assert opened(kept).tobytes() == opened(sent).tobytes()
    assert len(kept) < len(sent)


@pytest.mark.parametrize("progressive", [False, True])
def test_stripping_a_photo_twice_changes_nothing_more(progressive: bool) -> None:
    once = stripped(jpeg(progressive=progressive))
    assert stripped(once) == once
    assert opened(once).size == (800, 600)


def test_a_photo_held_upright_is_turned_before_its_orientation_is_forgotten() -> None:
    kept = opened(examine(jpeg((800, 600), orientation=6), "a.jpg").content)
    assert kept.size == (600, 800)
    lying = opened(jpeg((800, 600), orientation=6))
    assert kept.convert("L").resize((4, 4)).getpixel((3, 0)) == pytest.approx(
        lying.convert("L").resize((4, 4)).getpixel((0, 0)), abs=6
    )


def test_a_large_photo_is_made_smaller() -> None:
    kept = opened(examine(jpeg((4000, 3000)), "a.jpg").content)
    assert kept.size == (LONG_SIDE, LONG_SIDE * 3 // 4)


@pytest.mark.parametrize("sent", [jpeg((5000, 200)), png((90, 400))])
def test_a_thumbnail_fits_its_square_and_is_webp(sent: bytes) -> None:
    thumbnail = opened(examine(sent, "a.jpg").thumbnail)
    assert thumbnail.format == "WEBP"
    assert max(thumbnail.size) <= THUMBNAIL_SIDE


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", office(), b"\0" * 5000])
@pytest.mark.parametrize("make", [jpeg, png])
def test_what_hangs_behind_a_picture_does_not_survive(make: Any, tail: bytes) -> None:
    kept = examine(make() + tail, "a.jpg").content
    assert kept == examine(make(), "a.jpg").content
    assert not zipfile.is_zipfile(io.BytesIO(kept))


def test_a_png_loses_its_remarks_and_keeps_its_pixels() -> None:
    sent = png()
    kept = examine(sent, "a.png").content
    assert b"remark-of-the-phone" not in kept
    assert opened(kept).tobytes() == opened(sent).tobytes()


@pytest.mark.parametrize(
    ("kind", "mode", "options", "stored"),
    [
        ("BMP", "RGB", {}, "png"),
        ("GIF", "P", {}, "png"),
        ("PNG", "RGBA", {}, "png"),
        ("PNG", "I;16", {}, "png"),
        ("PNG", "1", {}, "png"),
        ("WEBP", "RGBA", {"lossless": True}, "webp"),
        ("JPEG", "L", {}, "jpeg"),
        ("JPEG", "CMYK", {}, "jpeg"),
    ],
)
def test_pictures_of_other_kinds_and_colours_are_stored(
    kind: str, mode: str, options: dict[str, Any], stored: str
) -> None:
    plain = scene((120, 90))
    picture = plain.convert("L").convert("I;16") if mode == "I;16" else plain.convert(mode)
    kept = examine(encoded(picture, kind, **options), "名称.dat")
    assert kept.kind.code == stored
    assert opened(kept.content).size == (120, 90)
    assert kept.name == f"名称{kept.kind.endings[0]}"


def test_a_photo_in_another_colour_space_is_turned_into_the_common_one() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = examine(encoded(scene(), icc_profile=profile), "a.jpg").content
    assert "icc_profile" not in opened(kept).info
    broken = examine(encoded(scene(), icc_profile=b"no profile"), "a.jpg").content
    assert "icc_profile" not in opened(broken).info


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>", "网页"),
        (b"<?xml version='1.0'?><a/>", "网页"),
        (b"#!/bin/sh\nrm -rf /", "脚本"),
        (b"MZ\x90\0" + bytes(200), "程序"),
        (office("notes.txt").replace(b"[Content_Types]", b"[Something.xml]"), "压缩包"),
        (b"Rar!\x1a\x07\0" + bytes(100), "压缩包"),
        (b"\x1f\x8b\x08" + bytes(100), "压缩包"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
        (b"\0\0\0\x18ftypisom" + bytes(100), "视频"),
        (b"ID3\x03" + bytes(100), "录音"),
        (b"II*\0" + bytes(100), "TIFF"),
        ("会议记录".encode(), "可以上传"),
        (b"\xff\xd8\xff\xe0" + b"no picture" * 30, "损坏"),
        (jpeg()[:3000], "损坏"),
        (png()[:400], "损坏"),
        (b"%PDF-1.7 nothing", "损坏"),
        (pdf() + office(), "损坏"),
        (pdf()[:300], "损坏"),
        (pdf("app.alert(1)"), "自动运行"),
        (ole("WordDocument", "Macros"), "宏"),
        (ole("EncryptedPackage"), "密码"),
        (ole("Something"), "可以上传"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        (office(more={"word/vbaProject.bin": b"x"}), "宏"),
        (office() + b"<html>", "损坏"),
        (office(more={"word/a": bytes(60_000_000)}), "解压后过大"),
        (huge_png(), "像素"),
        (huge_png(9000, 9000), "像素"),
    ],
)
def test_what_is_not_taken_is_refused_in_one_sentence(content: bytes, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        examine(content, "证据.jpg")


def test_a_picture_cut_off_is_refused_whatever_else_the_process_has_imported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    with pytest.raises(FileRefused, match="损坏"):
        examine(png()[:400], "证据.png")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "pdf"),
        (office(), "docx"),
        (office("xl/workbook.xml"), "xlsx"),
        (office("ppt/presentation.xml"), "pptx"),
        (ole("WordDocument"), "doc"),
        (ole("Workbook"), "xls"),
        (ole("PowerPoint Document"), "ppt"),
    ],
)
def test_papers_are_kept_as_they_were_signed(content: bytes, kind: str) -> None:
    kept = examine(content, "协议.exe")
    assert (kept.kind.code, kept.content) == (kind, content)
    assert kept.name == f"协议.{kind}"
    assert kept.thumbnail == b""


def test_a_file_beyond_its_limit_is_refused(settings: Any) -> None:
    settings.BIHUAN_IMAGE_MB = 0
    with pytest.raises(FileRefused, match="超过上限 0 MB"):
        examine(jpeg(), "a.jpg")
    assert examine(pdf(), "a.pdf").kind.code == "pdf"
    settings.BIHUAN_PAPER_MB = 0
    with pytest.raises(FileRefused, match="超过上限"):
        examine(pdf(), "a.pdf")


def test_the_same_photo_smaller_or_saved_again_looks_alike_and_another_does_not() -> None:
    look = examine(jpeg(), "a.jpg").look
    for copy in (
        encoded(scene((400, 300)), quality=60),
        encoded(scene((1600, 1200)), quality=95),
        encoded(scene(), "PNG"),
    ):
        other = examine(copy, "b.jpg").look
        assert is_alike(look, other)
        assert set(bands_of(look)) & set(bands_of(other))
    for seed in range(2, 12):
        assert not is_alike(look, examine(jpeg(seed=seed), "c.jpg").look)


def test_a_plain_sheet_looks_like_nothing() -> None:
    assert look_of(Image.new("RGB", (800, 600), "white")) == ""
    assert not is_alike("", "")
    assert bands_of("") == []


@given(
    st.integers(0, 2**64 - 1),
    st.lists(st.integers(0, 63), max_size=BANDS - 1),
)
def test_looks_within_the_tolerance_share_a_band(coarse: int, flipped: list[int]) -> None:
    other = coarse
    for bit in flipped:
        other ^= 1 << bit
    one, two = (f"{each:016x}" + "0" * 64 for each in (coarse, other))
    assert is_alike(one, two)
    assert set(bands_of(one)) & set(bands_of(two))


@given(st.text(max_size=200))
def test_a_name_never_leads_anywhere_and_has_the_true_ending(name: str) -> None:
    made = safe_name(name, KINDS["jpeg"])
    assert made.endswith((".jpg", ".jpeg"))
    assert len(made) <= LONGEST_NAME
    assert not set(made) & set('/\\<>:"|?*\r\n\0\u202e')
    assert not made.startswith(".")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow on metadata that is thrown away
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_spoiled_file_is_taken_whole_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(SOUND)))
    for _each in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(content) // 2, len(content)))
    said, kept = "", b""
    try:
        kept = examine(bytes(content[:cut]), "a.jpg").content
    except FileRefused as refused:
        said = str(refused)
    assert bool(kept) != said.endswith("。")


SOUND = (
    jpeg((64, 48)),
    jpeg((64, 48), orientation=8, progressive=True),
    png((40, 30)),
    encoded(scene((40, 30)), "WEBP"),
    encoded(scene((40, 30)), "GIF"),
    encoded(scene((40, 30)), "BMP"),
    pdf(),
    office(),
    ole("WordDocument"),
)
