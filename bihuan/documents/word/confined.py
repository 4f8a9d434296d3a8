"""What runs in a process of its own: a Word file comes in, an answer and perhaps a file go out.

Before anything is read the process limits itself: memory, processor time, files. It has no
settings, keys or database, and its environment is empty.
"""

import json
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

from bihuan.documents.word.refusals import TOO_LONG, Refused

MEMORY = 1_200_000_000
PROCESSOR_SECONDS = 20
Answer = tuple[dict[str, Any], bytes]


def read_template(content: bytes, _given: dict[str, Any]) -> Answer:
    """Return the tags of a template with their places."""
    from bihuan.documents.word.reading import read

    return read(content).to_json(), b""


def fill_template(content: bytes, given: dict[str, Any]) -> Answer:
    """Return a template filled with the server's answer."""
    from bihuan.documents.word.building import Written, build
    from bihuan.documents.word.reading import read

    figures = [Written(*each) for each in given["figures"]]
    return {}, build(read(content), given["answer"], figures, given["words"])


def plain_text(content: bytes, _given: dict[str, Any]) -> Answer:
    """Return the headings, paragraphs and tables of a file, as the text of a template."""
    from bihuan.documents.word.plain import text_of

    return {"text": text_of(content)}, b""


def pasted_text(content: bytes, _given: dict[str, Any]) -> Answer:
    """Return what was pasted (HTML in UTF-8), as the text of a template."""
    from bihuan.documents.word.pasted import from_word_html

    return {"text": from_word_html(content.decode("utf-8", "replace"))}, b""


def main(place: str, memory: int = MEMORY, seconds: int = PROCESSOR_SECONDS) -> None:
    """Do one piece of work (`module:function`) on what stands on standard input."""
    limit(memory, seconds)
    module, _colon, name = place.partition(":")
    work: Callable[[bytes, dict[str, Any]], Answer] = getattr(import_module(module), name)
    given, content = unpacked(sys.stdin.buffer)
    try:
        answer, made = work(content, given)
    except Refused as error:
        answer, made = {"refused": error.code, "named": error.named}, b""
    except (MemoryError, RecursionError):
        answer, made = {"refused": TOO_LONG, "named": ""}, b""
    sys.stdout.buffer.write(packed(answer, made))
    sys.stdout.buffer.flush()


def limit(memory: int, seconds: int) -> None:
    """Limit this process, where the system can (Windows cannot: there only the clock ends it)."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (most, most))


def packed(answer: dict[str, Any], content: bytes) -> bytes:
    """Return an answer and a content as one message."""
    head = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
    return struct.pack(">Q", len(head)) + head + content


def unpacked(stream: BinaryIO) -> Answer:
    """Read a message; raises ValueError where it is none."""
    size = stream.read(8)
    if len(size) < 8:
        raise ValueError("no message")
    head = stream.read(struct.unpack(">Q", size)[0])
    return json.loads(head), stream.read()
