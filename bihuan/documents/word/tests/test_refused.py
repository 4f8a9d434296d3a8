"""Word files that are not taken: each attack, and each honest mistake, has its refusal."""

import io
import struct
import zipfile

import pytest

from bihuan.documents.word import contents, package, refusals
from bihuan.documents.word.reading import read
from bihuan.documents.word.refusals import Refused
from bihuan.documents.word.tests.files import (
    MAIN,
    TYPES,
    changed,
    packed,
    parts_of,
    with_body,
    with_parts,
    with_relation,
    word_file,
)

PLAIN = word_file("建成{{ roads_built_km }}。")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
XXE = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content)
    return caught.value.code


def test_a_plain_file_is_taken() -> None:
    assert [tag.content for tag in read(PLAIN).tokens if not isinstance(tag, int)] == [
        "roads_built_km"
    ]


def test_what_is_no_word_file_is_refused() -> None:
    assert refused(b"hello") == refusals.BROKEN
    assert refused(PLAIN[: len(PLAIN) // 2]) == refusals.BROKEN
    assert refused(packed({"a.txt": b""})) == refusals.NOT_WORD
    assert refused(OLE + b"\0" * 600) == refusals.OLD_FORMAT
    assert refused(OLE + "EncryptedPackage".encode("utf-16-le")) == refusals.PROTECTED


def test_a_broken_part_is_refused() -> None:
    assert refused(changed(PLAIN, MAIN, lambda xml: xml[:-20])) == refusals.BROKEN
    torn = bytearray(PLAIN)
    at = torn.find(b"word/document.xml") + 60
    torn[at : at + 40] = b"\xff" * 40
    assert refused(bytes(torn)) == refusals.BROKEN


def test_an_encrypted_entry_is_refused() -> None:
    marked = bytearray(PLAIN)
    at = marked.find(b"PK\x01\x02")
    struct.pack_into("<H", marked, at + 8, 1)
    assert refused(bytes(marked)) == refusals.PROTECTED


def test_macros_are_refused_however_they_are_declared() -> None:
    assert refused(with_parts(PLAIN, word__vbaProject_DOT_bin=b"x")) == refusals.MACROS
    assert refused(with_relation(PLAIN, "vbaProject", "x.bin", is_outside=False)) == refusals.MACROS
    enabled = changed(
        PLAIN,
        TYPES,
        lambda xml: xml.replace(
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    assert refused(enabled) == refusals.MACROS


def test_a_dotx_and_a_strict_file_are_named_as_such() -> None:
    dotx = changed(PLAIN, TYPES, lambda xml: xml.replace("document.main+xml", "template.main+xml"))
    assert refused(dotx) == refusals.TEMPLATE_FILE
    strict = changed(
        PLAIN,
        MAIN,
        lambda xml: xml.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    assert refused(strict) == refusals.STRICT


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("attachedTemplate", "http://evil.example/a.dotm", refusals.OUTSIDE_TEMPLATE),
        ("image", "http://evil.example/a.png", refusals.OUTSIDE_PICTURE),
        ("image", "file://server/share/a.png", refusals.OUTSIDE_PICTURE),
        ("oleObject", "file:///c:/a.xls", refusals.OUTSIDE_LINK),
        ("frame", "http://evil.example", refusals.OUTSIDE_LINK),
        ("subDocument", "other.docx", refusals.OUTSIDE_LINK),
        ("hyperlink", "file://server/share", refusals.OUTSIDE_LINK),
        ("hyperlink", "\\\\server\\share", refusals.OUTSIDE_LINK),
        ("hyperlink", "javascript:alert(1)", refusals.OUTSIDE_LINK),
    ],
)
def test_what_leads_outside_is_refused(kind: str, target: str, code: str) -> None:
    assert refused(with_relation(PLAIN, kind, target)) == code


def test_a_link_to_a_web_page_is_taken() -> None:
    assert read(with_relation(PLAIN, "hyperlink", "https://www.gov.cn/")).tokens


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("oleObject", refusals.EMBEDDED),
        ("package", refusals.EMBEDDED),
        ("control", refusals.EMBEDDED),
        ("aFChunk", refusals.EMBEDDED),
        ("chart", refusals.EMBEDDED),
        ("somethingNew", refusals.UNKNOWN_CONTENT),
    ],
)
def test_what_is_embedded_is_refused(kind: str, code: str) -> None:
    assert refused(with_relation(PLAIN, kind, "embeddings/a.bin", is_outside=False)) == code


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<w:p><w:r><w:object/></w:r></w:p>", refusals.EMBEDDED),
        ("<w:altChunk/>", refusals.EMBEDDED),
        (
            "<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>a</w:t></w:r></w:ins></w:p>",
            refusals.TRACKED,
        ),
        (
            "<w:p><w:del w:id='1'><w:r><w:delText>a</w:delText></w:r></w:del></w:p>",
            refusals.TRACKED,
        ),
        ("<w:p><w:pPr><w:pPrChange w:id='1'/></w:pPr></w:p>", refusals.TRACKED),
        (
            "<w:p><w:r><w:pict><v:imagedata xmlns:v='urn:schemas-microsoft-com:vml' "
            "src='http://evil.example/a'/></w:pict></w:r></w:p>",
            refusals.OUTSIDE_PICTURE,
        ),
        ("<w:p><w:fldSimple w:instr='INCLUDETEXT c:/a.docx'/></w:p>", refusals.UNKNOWN_FIELD),
        (
            "<w:p><w:fldSimple w:instr='HYPERLINK \"file:///c:/a\"'/></w:p>",
            refusals.OUTSIDE_PICTURE,
        ),
    ],
)
def test_what_stands_in_the_text_is_looked_at(xml: str, code: str) -> None:
    assert refused(with_body(PLAIN, xml)) == code


def field(*instruction: str) -> str:
    words = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in instruction)
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    return f"<w:p>{mark.format('begin')}{words}{mark.format('end')}</w:p>"


def test_a_field_that_would_fetch_or_run_is_refused_even_in_pieces() -> None:
    assert refused(with_body(PLAIN, field("DD", "EAUTO c:/cmd.exe"))) == refusals.UNKNOWN_FIELD
    assert refused(with_body(PLAIN, field(" INCLUDEPICTURE http://a"))) == refusals.UNKNOWN_FIELD
    assert refused(with_body(PLAIN, field(""))) == refusals.UNKNOWN_FIELD
    assert read(with_body(PLAIN, field("PA", "GE"))).tokens


def test_settings_that_would_ask_a_database_are_refused() -> None:
    merging = "<w:mailMerge><w:query w:val='SELECT 1'/></w:mailMerge></w:settings>"
    content = changed(PLAIN, "word/settings.xml", lambda xml: xml.replace("</w:settings>", merging))
    assert refused(content) == refusals.UNKNOWN_CONTENT


def test_a_field_in_the_header_is_looked_at_too() -> None:
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{field('DDE a')}</w:hdr>"
    )
    content = with_parts(
        with_relation(PLAIN, "header", "header9.xml", is_outside=False),
        word__header9_DOT_xml=header.encode(),
    )
    assert refused(content) == refusals.UNKNOWN_FIELD


@pytest.mark.parametrize("declared", [XXE, LAUGHS])
@pytest.mark.parametrize("part", [MAIN, "word/styles.xml", TYPES, "word/_rels/document.xml.rels"])
def test_a_part_that_declares_entities_is_refused(declared: str, part: str) -> None:
    def declare(xml: str) -> str:
        head, sep, rest = xml.partition("?>")
        return head + sep + declared + rest

    assert refused(changed(PLAIN, part, declare)) == refusals.DECLARES_ENTITIES


def test_a_declaration_in_another_encoding_is_found() -> None:
    parts = parts_of(PLAIN)
    text = parts["word/styles.xml"].decode().partition("?>")[2]
    parts["word/styles.xml"] = f'<?xml version="1.0" encoding="UTF-16"?>{XXE}{text}'.encode(
        "utf-16"
    )
    assert refused(packed(parts)) in {refusals.DECLARES_ENTITIES, refusals.BROKEN}


@pytest.mark.parametrize("name", ["../evil", "/etc/cron.d/x", "word\\..\\x", "C:/x", "a/../../b"])
def test_a_name_that_leads_out_of_the_file_is_refused(name: str) -> None:
    assert refused(packed(parts_of(PLAIN) | {name: b""})) == refusals.UNSAFE_NAMES


def test_a_name_that_comes_twice_is_refused() -> None:
    assert refused(packed(parts_of(PLAIN) | {"WORD/document.xml": b""})) == refusals.UNSAFE_NAMES


def test_a_relation_that_leads_out_of_the_file_is_refused() -> None:
    outside = with_relation(PLAIN, "image", "../../../etc/passwd", is_outside=False)
    assert refused(outside) == refusals.UNSAFE_NAMES


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_parts(PLAIN, word__media__a_DOT_png=b"\0" * (package.SUSPICIOUS + 1))
    assert refused(bomb) == refusals.UNPACKS_TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(PLAIN).items():
            larger = content + b" " * (package.LARGEST_XML + 10) if name == MAIN else content
            archive.writestr(name, larger)
    lying = bytearray(target.getvalue())
    at = 0
    while (at := lying.find(b"PK\x01\x02", at)) >= 0:
        name = bytes(lying[at + 46 : at + 46 + len(MAIN)]).decode("latin-1")
        if name == MAIN:
            struct.pack_into("<I", lying, at + 24, 1_000)
        at += 4
    assert refused(bytes(lying)) in {refusals.BROKEN, refusals.UNPACKS_TOO_LARGE}


def test_too_many_entries_are_refused() -> None:
    many = parts_of(PLAIN) | {f"a/{nth}": b"" for nth in range(package.MOST_ENTRIES)}
    assert refused(packed(many)) == refusals.UNPACKS_TOO_LARGE


def test_ten_thousand_pages_are_refused() -> None:
    page = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"
    assert refused(with_body(PLAIN, page * (contents.MOST_PAGES + 1))) == refusals.TOO_LONG
    assert refused(with_body(PLAIN, "<w:p/>" * contents.MOST_PARAGRAPHS)) == refusals.TOO_LONG
    words = f"<w:p><w:r><w:t>{'长' * (contents.MOST_CHARACTERS + 1)}</w:t></w:r></w:p>"
    assert refused(with_body(PLAIN, words)) == refusals.TOO_LONG


def test_too_many_tags_are_refused() -> None:
    words = "".join(f"<w:p><w:r><w:t>{'{{ a }}' * 50}</w:t></w:r></w:p>" for _ in range(61))
    assert refused(with_body(PLAIN, words)) == refusals.TOO_LONG


def test_a_file_nested_too_deep_is_refused() -> None:
    deep = "<w:smartTag>" * 300 + "<w:r/>" + "</w:smartTag>" * 300
    assert refused(with_body(PLAIN, f"<w:p>{deep}</w:p>")) == refusals.BROKEN


def test_what_no_relation_leads_to_is_left_out_of_what_is_written() -> None:
    content = with_parts(PLAIN, word__run_DOT_exe=b"MZ")
    made = package.Package(content).written({})
    assert "word/run.exe" not in parts_of(made)
    assert parts_of(made).keys() == parts_of(PLAIN).keys()
