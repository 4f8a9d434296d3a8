"""What is compared of a message: overlapping pairs of signs, of its head and of its beginning.

The head is the title, or the first sentence where there is none: what the writer wants. The body
is the head with the beginning of the text: what the message speaks of. Pairs need no knowledge of
where words begin. They are hashed into a fixed number of places, so that no vocabulary is kept;
two pairs that fall together only make each other look a little less rare.
"""

import re
import unicodedata

import numpy as np
import numpy.typing as npt

from bihuan.opinions.merging.messages import Message
from bihuan.opinions.merging.places import divisions_in, names_in

Ints = npt.NDArray[np.int32]

PLACES = 1 << 21
"""How many places pairs are hashed into."""
BODY_SIGNS = 300
"""Signs of the text that are read; what follows is mostly history, law and thanks."""
NAMED_SIGNS = 120
"""Signs of the text in which names are looked for."""
HEAD_SIGNS = 60
LEAST_HEAD = 6
"""A title of fewer signs (投诉) says nothing: the first sentence is added."""

_LINK = re.compile(r"https?://[!-~]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# What any message to an office says, of whatever it speaks.
_COURTESY = re.compile(
    r"尊敬的?|敬爱的?|各位|(?:市|县|区|镇|乡|村|省)?(?:委|政府)?(?:领导干部|领导|书记|市长|县长|区长|镇长|乡长"
    r"|局长|主任)(?:同志)?们?|[您你]们?好|打扰了|谢谢|感谢|此致|敬礼|急需处理|恳请|请求|请问|请您?|反映|反应"
    r"|投诉|举报|咨询|询问|建议|希望|盼望?|关于|有关|再次|第[一二三四五六七八九十\d]+次"
)
_STOP = re.compile(r"[。！？!?；;\n\r]+")
_JOINED = np.zeros(0x10000, dtype=np.bool_)
_JOINED[[code for code in range(0x10000) if chr(code).isalnum()]] = True


HEAD, STEM, NAMED = 1, 2, 4
FLAGS = 3
"""How many bits of a coded pair tell where it stands: in the head, in the part of a name there that
tells it from its like, in any name."""


def folded(text: str, most: int) -> str:
    """Return a text's beginning as it is compared: one width and case, no links or courtesy."""
    seen = _UNSEEN.sub("", _LINK.sub(" ", text[: most * 2].strip()))
    return _COURTESY.sub(" ", unicodedata.normalize("NFKC", seen).lower())[:most]


def pairs_of(text: str) -> Ints:
    """Return the places of a folded text's pairs in their order; -1 where no pair can begin."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) < 2:
        return np.empty(0, dtype=np.int32)
    joined = _JOINED[np.minimum(codes, 0xFFFF)] | (codes > 0xFFFF)
    mixed = codes[:-1] * np.uint32(0x9E3779B1) ^ codes[1:] * np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(15)
    places = (mixed & np.uint32(PLACES - 1)).astype(np.int32)
    places[~(joined[:-1] & joined[1:])] = -1
    return places


def head_and_body(message: Message) -> tuple[str, str]:
    """Return the folded head of a message, and its head with the beginning of its text."""
    title = folded(message.title, HEAD_SIGNS)
    text = folded(message.text, BODY_SIGNS)
    head = title
    if sum(sign.isalnum() for sign in title) < LEAST_HEAD:
        head = f"{title}\n{_opening(text)}".strip()
    return head, f"{head}\n{text}"


def features_of(message: Message) -> Ints:
    """Return the pairs of a message, each once and in order, coded with where they stand."""
    head, body = head_and_body(message)
    places = pairs_of(body)
    stands = np.zeros(len(places), dtype=np.int32)
    stands[: max(0, len(head) - 1)] = HEAD
    named = body[: len(head) + NAMED_SIGNS]
    for begin, end in divisions_in(named):
        stands[begin : end - 1] |= NAMED
    for name in names_in(named):
        stands[name.begin : name.end - 1] |= NAMED
        if name.end <= len(head):
            stem_end = name.ending if name.ending - name.begin > 1 else name.end
            stands[name.begin : stem_end - 1] |= STEM
    held = places >= 0
    return _once(places[held] << FLAGS | stands[held])


def _once(coded: Ints) -> Ints:
    """Return each pair once, with all the places that it stands in."""
    if not len(coded):
        return coded
    coded = np.sort(coded)
    pairs = coded >> FLAGS
    begins = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    return np.bitwise_or.reduceat(coded, begins)


def _opening(text: str) -> str:
    """Return the first sentences of a text that together say something."""
    kept = ""
    for sentence in _STOP.split(text):
        kept = f"{kept} {sentence.strip()}"
        if sum(sign.isalnum() for sign in kept) >= 2 * LEAST_HEAD:
            break
    return kept.strip()[:HEAD_SIGNS]
