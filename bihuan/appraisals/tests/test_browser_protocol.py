"""The browser's side of the protocol says the same, byte for byte, as it written in Python."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox
from playwright.sync_api import Browser, Page

from bihuan.appraisals.standalone import open_box, recount, vote
from bihuan.appraisals.tests import blank_page, papers, reference
from bihuan.appraisals.tests.papers import INVALID, POLL, VALID, make_box, make_key, make_paper
from bihuan.appraisals.tests.reference import Paper

pytestmark = pytest.mark.browser

few = settings(max_examples=40)
SLIP = reference.make_slip()
REFUSED = """(call) => {
  try { call(); } catch (error) {
    if (error instanceof BihuanBallot.BallotError) return [error.code, error.message, error.values];
    throw error;
  }
  return null;
}"""
SCRIPTS = json.dumps(
    {
        "worker": "/appraisals/opening_worker.js",
        "libsodium": blank_page.VENDORED[0],
        "answers": "/appraisals/answers.js",
    }
)


@pytest.fixture(scope="module")
def blank(chromium_browser: Browser) -> Iterator[Page]:
    """A page of plain http with the protocol's scripts, `b` short for what they offer."""
    for page in blank_page.opened(chromium_browser):
        page.evaluate(f"() => {{ window.b = BihuanBallot; window.refused = {REFUSED}; }}")
        yield page


def test_the_page_is_as_poor_as_one_without_a_certificate(blank: Page) -> None:
    assert blank.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    assert blank.evaluate("[typeof exports, typeof require]") == ["undefined", "undefined"]


@few
@given(st.text(st.sampled_from("abcz"), min_size=1), st.lists(st.binary(max_size=300), max_size=3))
def test_h_is_the_same(blank: Page, name: str, parts: list[bytes]) -> None:
    said = blank.evaluate(
        """([name, parts]) => {
          const bytes = parts.map(b.fromHex);
          const pieces = b.hashing(name);
          bytes.forEach((part) => pieces.add(part));
          return [b.toHex(b.hash(name, ...bytes)), b.toHex(pieces.end())];
        }""",
        [name, [part.hex() for part in parts]],
    )
    assert said == [reference.hashed(name, *parts).hex()] * 2


@few
@given(st.binary(min_size=1, max_size=60))
def test_bytes_are_the_same_as_signs_and_come_back(blank: Page, given_bytes: bytes) -> None:
    signs, back = blank.evaluate(
        """([hex, n]) => {
          const signs = b.toSigns(b.fromHex(hex));
          return [signs, b.toHex(b.fromSigns(signs, n))];
        }""",
        [given_bytes.hex(), len(given_bytes)],
    )
    assert signs == reference.to_signs(given_bytes)
    assert back == given_bytes.hex()


@few
@given(st.text(st.sampled_from(reference.SIGNS), min_size=1, max_size=20))
def test_check_signs_are_the_same(blank: Page, signs: str) -> None:
    assert blank.evaluate("(signs) => b.checkSign(signs)", signs) == reference.check_sign(signs)


def test_slips_drawn_are_whole_and_none_comes_twice(blank: Page) -> None:
    slips = blank.evaluate("Array.from({length: 2000}, b.makeSlip)")
    assert len(set(slips)) == len(slips)
    assert all(reference.check_sign(slip[:15]) == slip[15] and len(slip) == 16 for slip in slips)
    assert {sign for slip in slips for sign in slip} == set(reference.SIGNS)


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda slip: " ".join(slip[at : at + 4] for at in range(0, 16, 4)),
        lambda slip: "-".join(slip).replace("0", "o").replace("1", "l"),
        lambda slip: f"http://10.0.0.1:8000/public/v/abc123/#{slip}",
        lambda slip: "".join(chr(ord(sign) + 0xFEE0) for sign in slip),
        lambda slip: f"  {slip.replace('1', 'I')}。U",
    ],
    ids=["small", "in fours", "O for 0 and l for 1", "address", "full width", "other signs"],
)
def test_a_slip_is_read_as_people_type_it(blank: Page, write: Any) -> None:
    for slip in (SLIP, "0101" * 3 + "010" + reference.check_sign("0101" * 3 + "010")):
        assert blank.evaluate("(typed) => b.readSlip(typed)", write(slip)) == slip


typed_texts = st.text(st.sampled_from(reference.SIGNS + "oilOILuU-－ａＡＯｌ０１ ß，")) | st.text()


@few
@given(typed_texts)
def test_what_is_typed_is_read_alike(blank: Page, typed: str) -> None:
    read = blank.evaluate("(typed) => b.readSigns(typed)", typed)
    assert read == open_box.read_signs(typed)


def test_a_mistyped_slip_is_said_in_a_sentence(blank: Page) -> None:
    def said(typed: str) -> Any:
        return blank.evaluate("(typed) => refused(() => b.readSlip(typed))", typed)

    wrong = [other for other in reference.SIGNS if other != SLIP[-1]]
    assert {said(SLIP[:15] + sign)[0] for sign in wrong} == {"slip_wrong"}
    assert said(SLIP[:12])[1].startswith("票证号应有 16 个字符，现在是 12 个：")
    assert said(" ")[0] == "slip_empty"


def test_credential_kept_and_digest_are_the_same(blank: Page) -> None:
    paper = make_paper()
    said = blank.evaluate(
        """([poll, slip, text]) => {
          const id = b.fromHex(poll);
          const credential = b.credentialOf(id, slip);
          const both = [credential, b.keptOf(credential)];
          return [...both, b.draftKeyOf(id, slip), b.readPaper(text).digest].map(b.toHex);
        }""",
        [POLL.hex(), SLIP, paper.text],
    )
    credential = vote.credential_of(POLL.hex(), SLIP)
    draft = reference.hashed("draft", POLL, SLIP.encode())
    expected = [credential, vote.kept_of(POLL.hex(), SLIP), draft, paper.digest]
    assert said == [each.hex() for each in expected]


ITEM = {item["number"]: item for item in papers.ITEMS}
ANSWERS = [
    (number, text) for texts in (VALID, INVALID) for number in texts for text in texts[number]
]


def test_answers_are_read_published_and_laid_out_alike(blank: Page) -> None:
    paper = make_paper()
    said = blank.evaluate(
        """([text, answers]) => {
          const paper = b.readPaper(text);
          return answers.map(([number, text]) => {
            const item = paper.items.find((each) => each.number === number);
            const answer = b.readAnswer(paper, item, text);
            if (!answer) return null;
            const written = b.writeAnswer(paper, item, answer);
            const plain = b.laidOut(paper, paper.digest, 2, item, written);
            const taken = b.takenOut(paper, paper.digest, 2, item, plain);
            return [b.publishedOf(item, answer), b.toHex(plain), taken];
          });
        }""",
        [paper.text, [list(each) for each in ANSWERS]],
    )
    for (number, text), each in zip(ANSWERS, said, strict=True):
        choices = reference.choices_of(paper.says, ITEM[number], text)
        assert (choices is not None) == (text in VALID[number])
        whole = paper.laid_out(2, number, text) if choices else b""
        expected: list[Any] | None = choices and [choices, whole.hex(), text]
        assert each == expected, (number, text)


answer_texts = st.text(st.sampled_from("0123,|yna甲𠮷"), max_size=8)


@settings(max_examples=150)
@given(st.sampled_from(sorted(ITEM)), answer_texts)
def test_any_text_is_allowed_or_not_alike(blank: Page, number: int, text: str) -> None:
    paper = make_paper()
    said = blank.evaluate(
        """([paper, item, text]) => {
          const answer = b.readAnswer(paper, item, text);
          return answer && b.publishedOf(item, answer);
        }""",
        [paper.says, ITEM[number], text],
    )
    assert said == reference.choices_of(paper.says, ITEM[number], text)


def test_what_is_laid_out_otherwise_is_no_answer(blank: Page) -> None:
    paper = make_paper()
    good = paper.laid_out(1, 2, "1|甲")
    bad = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in [*range(12), 20, 95]]
    bad += [
        good[:11] + b"\xff" + good[12:],
        good[:12] + b"\xff" + good[13:],
        good[:-1],
        good + b"\0",
    ]
    taken = blank.evaluate(
        """([text, plains]) => {
          const paper = b.readPaper(text);
          const item = paper.items[1];
          return plains.map((hex) => b.takenOut(paper, paper.digest, 1, item, b.fromHex(hex)));
        }""",
        [paper.text, [plain.hex() for plain in [good, *bad]]],
    )
    assert taken == ["1|甲"] + [None] * len(bad)


def test_an_answer_too_long_or_not_allowed_is_not_sealed(blank: Page) -> None:
    text = make_paper(pad=32).text
    said = blank.evaluate(
        """(text) => {
          const paper = b.readPaper(text);
          const [grade, names] = paper.items;
          return [
            refused(() => b.laidOut(paper, paper.digest, 1, names, "|" + "长".repeat(7))),
            refused(() => b.writeAnswer(paper, grade, { grade: 9 })),
            refused(() => b.writeAnswer(paper, names, { numbers: [1], written: ["甲|乙"] })),
          ];
        }""",
        text,
    )
    assert [each[0] for each in said] == ["answer_long", "answer_wrong", "answer_wrong"]
    assert said[0][1].startswith("第 2 项")


def _given_to(paper: Paper, group: int) -> dict[int, str]:
    return {n: VALID[n][1] for n, item in ITEM.items() if group in item["groups"]}


SEAL = """([text, key, poll, slip, group, answers]) => {
  const paper = b.readPaper(text);
  const given = new Map(answers.map(([n, text]) =>
    [n, b.readAnswer(paper, paper.items.find((item) => item.number === n), text)]));
  const sealed = b.sealedBallot(paper, b.fromHex(key), group, given);
  const tags = b.paperTags(b.fromHex(poll), slip, paper, group, given);
  return [b.toHex(sealed), b.receiptOf(sealed), b.toHex(tags)];
}"""


@pytest.mark.parametrize("group", papers.GROUPS)
def test_a_sealed_ballot_opens_in_python(blank: Page, group: int) -> None:
    paper, (public, secret) = make_paper(), make_key()
    answers = _given_to(paper, group)
    asked = [paper.text, public.hex(), POLL.hex(), SLIP, group, list(answers.items())]
    sealed_hex, receipt, tags = blank.evaluate(SEAL, asked)
    sealed = bytes.fromhex(sealed_hex)
    size = paper.says["pad"] + 48
    box = SealedBox(PrivateKey(secret))
    opened = [box.decrypt(sealed[at : at + size]) for at in range(0, len(sealed), size)]
    assert opened == [paper.laid_out(group, n, text) for n, text in answers.items()]
    assert receipt == reference.to_signs(recount.receipt_of(sealed))
    expected = vote.tags_of(paper.text, POLL.hex(), SLIP, group, answers)
    assert bytes.fromhex(tags) == expected


def test_two_ballots_alike_are_sealed_differently(blank: Page) -> None:
    paper, (public, _secret) = make_paper(), make_key()
    asked = [paper.text, public.hex(), POLL.hex(), SLIP, 1, list(_given_to(paper, 1).items())]
    (one, _, tags), (other, _, same_tags) = (blank.evaluate(SEAL, asked) for _ in range(2))
    assert one != other
    assert tags == same_tags


def test_a_draft_opens_with_its_own_slip_only(blank: Page) -> None:
    slips = [SLIP, reference.make_slip()]
    said = blank.evaluate(
        """([poll, slips]) => {
          const [key, other] = slips.map((slip) => b.draftKeyOf(b.fromHex(poll), slip));
          const locked = b.lockedDraft(key, { 1: "甲" });
          const tried = [[key, locked], [other, locked], [key, "zz"]];
          return [...tried.map((pair) => b.openedDraft(...pair)), locked];
        }""",
        [POLL.hex(), slips],
    )
    assert said[:3] == [{"1": "甲"}, None, None]
    assert "甲".encode().hex() not in said[3]


@pytest.mark.parametrize(("n", "m"), [(2, 2), (3, 2), (5, 3), (9, 5)])
def test_shares_made_in_the_browser_are_joined_in_python(blank: Page, n: int, m: int) -> None:
    public, secret, *shares = blank.evaluate(
        """async ([n, m]) => {
          const key = b.makeKey();
          const shares = await b.shareKey(key.secretKey, n, m);
          return [key.publicKey, key.secretKey, ...shares].map(b.toHex);
        }""",
        [n, m],
    )
    parts = [bytes.fromhex(share) for share in shares]
    assert len({part[32] for part in parts} - {0}) == n
    assert reference.joined(parts[-m:]).hex() == secret
    assert reference.joined(parts[: m - 1]).hex() != secret
    assert bytes(PrivateKey(bytes.fromhex(secret)).public_key).hex() == public


JOIN = """async ([shares, key]) => {
  try { return b.toHex(await b.joinShares(shares.map(b.fromHex), b.fromHex(key))); }
  catch (error) { return error.code; }
}"""


def test_shares_made_in_python_are_joined_in_the_browser(blank: Page) -> None:
    public, secret = make_key()
    shares = [share.hex() for share in open_box.split(secret, 3, 4)]
    assert blank.evaluate(JOIN, [shares[:3], public.hex()]) == secret.hex()
    assert blank.evaluate(JOIN, [shares, public.hex()]) == secret.hex()
    assert blank.evaluate(JOIN, [shares[:2], public.hex()]) == "key_wrong"
    assert blank.evaluate(JOIN, [shares[:1], public.hex()]) == "key_wrong"
    assert blank.evaluate(JOIN, [[*shares[:2], shares[0]], public.hex()]) == "share_twice"


@few
@given(st.binary(min_size=32, max_size=32), st.integers(1, 255))
def test_the_text_of_a_share_is_the_same_and_comes_back(
    blank: Page, secret: bytes, place: int
) -> None:
    share = secret + bytes([place])
    lines, back, commitment = blank.evaluate(
        """([share, poll]) => {
          const bytes = b.fromHex(share);
          const lines = b.shareLines(bytes);
          const typed = lines.map(b.inFours).join("\\n").toLowerCase();
          const commitment = b.commitmentOf(b.fromHex(poll), bytes);
          return [lines, b.toHex(b.readShare(typed)), b.toHex(commitment)];
        }""",
        [share.hex(), POLL.hex()],
    )
    assert lines == reference.share_lines(share)
    assert [len(line) for line in lines] == [16] * 4
    assert back == share.hex()
    assert commitment == open_box.commitment_of(POLL.hex(), share)


@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_the_line_with_a_wrong_sign_is_named(blank: Page, line: int) -> None:
    lines = reference.share_lines(secrets.token_bytes(32) + b"\7")
    typed = lines[line - 1]
    lines[line - 1] = typed[:-1] + ("0" if typed[-1] != "0" else "2")
    code, sentence, values = blank.evaluate("(l) => refused(() => b.readShare(l))", lines)
    assert (code, values["line"]) == ("line_wrong", line)
    assert sentence.startswith(f"第 {line} 行有误")
    lines[line - 1] = typed[:-2]
    code, sentence, values = blank.evaluate("(l) => refused(() => b.readShare(l))", lines)
    assert (code, values) == ("line_length", {"line": line, "count": 14})


def test_lines_of_two_shares_make_none(blank: Page) -> None:
    one, other = (reference.share_lines(secrets.token_bytes(32) + b"\7") for _ in range(2))
    said = blank.evaluate(
        "(all) => all.map((lines) => refused(() => b.readShare(lines))[0])",
        [
            [*one[:3], other[3]],
            [one[1], one[0], *one[2:]],
            one[:3],
            reference.share_lines(bytes(33)),
        ],
    )
    assert said == ["share_wrong", "share_wrong", "share_lines", "share_wrong"]


answer_choices = st.lists(
    st.sampled_from(["1", "2", "3", "=甲"]), min_size=1, max_size=2, unique=True
)
cells = st.lists(
    st.tuples(st.lists(answer_choices, max_size=12), st.integers(0, 2)), min_size=1, max_size=5
)


@settings(max_examples=150)
@given(cells)
def test_groups_are_merged_alike(blank: Page, groups: list[tuple[list[list[str]], int]]) -> None:
    said = blank.evaluate(
        """(groups) => b.publishedCells(groups.map(
          ([answers, invalid], at) => ({ groups: [at + 1], invalid, answers })))""",
        [list(group) for group in groups],
    )
    for cell in said:
        cell["answers"].sort()
    assert said == reference.published(groups)
    assert len(said) == 1 or not any(cell.get("suppressed") for cell in said)


def test_a_shuffle_gives_every_order(blank: Page) -> None:
    orders = blank.evaluate("Array.from({length: 600}, () => b.shuffle([1, 2, 3, 4]).join(''))")
    counts = {order: orders.count(order) for order in orders}
    assert len(counts) == 24  # one is missed by chance once in 10^10
    assert max(counts.values()) < 80  # of 25 expected


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@few
@given(st.dictionaries(st.text(), json_values), st.lists(st.text()))
def test_canonical_json_is_the_same(blank: Page, value: dict[str, Any], answers: list[str]) -> None:
    def written(given_answers: list[str]) -> str:
        whole = value | {"answers": given_answers}
        return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    said = blank.evaluate("(text) => b.canonical(JSON.parse(text))", written(answers))
    assert said == written(sorted(answers))


OPEN = f"""async ([text, lists, expected, publicKey, secretKey, workers]) => {{
  const paper = b.readPaper(text);
  const given = lists.map(([item, group, hex]) => (
    {{ item, group, bytes: b.fromHex(hex).buffer }}));
  const progress = [];
  try {{
    const opening = await b.openBox({{
      paper, lists: given, expected, workers, scripts: {SCRIPTS},
      publicKey: b.fromHex(publicKey), secretKey: b.fromHex(secretKey),
      onProgress: (opened, all) => progress.push([opened, all]),
    }});
    return [opening, b.openingDigest(opening), progress];
  }} catch (error) {{
    if (!error.code) throw error;
    return [error.code, error.message, progress];
  }}
}}"""


def _asked(paper: Paper, lists: reference.Lists, keys: tuple[bytes, bytes], **changes: Any) -> Any:
    sealed = [[item, group, b"".join(each).hex()] for (item, group), each in lists.items()]
    asked = {
        "text": paper.text,
        "sealed": sealed,
        "expected": reference.box_digest(paper, lists),
        "public": keys[0].hex(),
        "secret": keys[1].hex(),
        "workers": 2,
    }
    return list((asked | changes).values())


@pytest.mark.parametrize(
    "counts",
    [{1: 40, 2: 9, 3: 6}, {1: 8, 2: 3, 3: 2}, {1: 1, 2: 1, 3: 0}, {1: 1300, 2: 900, 3: 30}],
    ids=["large enough", "small groups", "too few in all", "several pieces"],
)
def test_a_box_opened_in_the_browser_is_as_opened_in_python(
    blank: Page, counts: dict[int, int]
) -> None:
    paper, keys = make_paper(), make_key()
    lists = make_box(paper, keys[0], counts)
    opening, digest, progress = blank.evaluate(OPEN, _asked(paper, lists, keys))
    expected = reference.opening_of(paper, lists, keys)
    for item in opening["items"]:
        for cell in item["cells"]:
            cell["answers"].sort()
    assert opening == expected
    assert digest == reference.opening_digest(expected)
    invalid = [cell["invalid"] for item in expected["items"] for cell in item["cells"]]
    assert sum(invalid) == sum(map(len, INVALID.values())) + 7
    in_all = sum(map(len, lists.values()))
    assert progress[-1] == [in_all, in_all]


def test_a_box_other_than_that_fixed_at_closing_is_not_opened(blank: Page) -> None:
    paper, keys = make_paper(), make_key()
    lists = make_box(paper, keys[0], {1: 8, 2: 3, 3: 2})
    fixed = reference.box_digest(paper, lists)
    lists[1, 1].reverse()  # two of them are alike, so exchanging two may change nothing
    assert blank.evaluate(OPEN, _asked(paper, lists, keys, expected=fixed))[0] == "box_other"
    torn = [[1, 1, "00" * 5]]
    code, sentence, progress = blank.evaluate(OPEN, _asked(paper, lists, keys, sealed=torn))
    assert code == "box_torn"
    assert sentence.startswith("第 1 项第 1 组")
    assert progress == []


def test_a_box_opened_with_another_key_is_all_invalid(blank: Page) -> None:
    paper, keys = make_paper(), make_key()
    lists = make_box(paper, keys[0], {1: 8, 2: 3, 3: 2})
    asked = _asked(paper, lists, keys, secret=make_key()[1].hex())
    opening = blank.evaluate(OPEN, asked)[0]
    cells = [cell for item in opening["items"] for cell in item["cells"]]
    assert [cell["ballots"] for cell in cells] == [0] * len(papers.ITEMS)


def test_what_the_page_seals_python_can_read_as_anybody_would(blank: Page) -> None:
    """Sealed by Python for the browser's key: the other direction of a sealed box."""
    public, secret = make_key()
    sealed = SealedBox(PublicKey(public)).encrypt(b"0123456789abcdef")
    said = blank.evaluate(
        """([sealed, key, secret]) => new TextDecoder().decode(
          sodium.crypto_box_seal_open(b.fromHex(sealed), b.fromHex(key), b.fromHex(secret)))""",
        [sealed.hex(), public.hex(), secret.hex()],
    )
    assert said == "0123456789abcdef"


def test_without_webassembly_slower_code_takes_over(chromium_browser: Browser) -> None:
    strict = blank_page.POLICY.replace(" 'wasm-unsafe-eval'", "")
    paper, keys = make_paper(), make_key()
    asked = [paper.text, keys[0].hex(), POLL.hex(), SLIP, 1, list(_given_to(paper, 1).items())]
    for page in blank_page.opened(chromium_browser, strict, tolerated="Aborted"):
        page.evaluate("() => { window.b = BihuanBallot; }")
        sealed = bytes.fromhex(page.evaluate(SEAL, asked)[0])
        first = sealed[: paper.says["pad"] + 48]
        plain = SealedBox(PrivateKey(keys[1])).decrypt(first)
        assert plain == paper.laid_out(1, 1, "1")


def test_the_proof_of_having_the_key_is_the_same(blank: Page) -> None:
    secret = secrets.token_bytes(32)
    said = blank.evaluate(
        """([poll, secret]) => {
          const proof = b.proofOf(b.fromHex(poll), b.fromHex(secret));
          return [proof, b.proofKeptOf(proof)].map(b.toHex);
        }""",
        [POLL.hex(), secret.hex()],
    )
    proof = open_box.proof_of(POLL.hex(), secret)
    assert said == [proof.hex(), reference.hashed("proofkept", proof).hex()]
