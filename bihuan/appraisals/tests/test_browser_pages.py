"""The pages of a secret ballot, from the ceremony to its check, in a real browser."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bihuan.appraisals.standalone import open_box, recount
from bihuan.appraisals.tests import hall as halls
from bihuan.appraisals.tests import papers, reference
from bihuan.appraisals.tests.hall import Hall
from bihuan.appraisals.tests.reference import Paper

pytestmark = pytest.mark.browser

GRADES = ("优秀", "称职", "基本称职", "不称职")
NAMES = ("赵某", "钱某", "孙某", "李某")
QUESTIONS = ("德", "能", "勤")


def _paper() -> Paper:
    pairs = [(name, question) for name in NAMES for question in QUESTIONS]
    items = [
        {
            "number": number,
            "form": "grade",
            "subject": name,
            "question": question,
            "scale": 0,
            "weight": "1",
            "cap": 2,
            "groups": [1, 2],
        }
        for number, (name, question) in enumerate(pairs, start=1)
    ]
    names = {"number": 13, "form": "names", "question": "推荐", "candidates": list(NAMES)}
    items.append({**names, "most": 2, "write_ins": True, "groups": [1]})
    post = {"number": 14, "form": "post", "question": "主任", "candidates": list(NAMES[:2])}
    items.append({**post, "seats": 1, "write_ins": 1, "groups": [1, 2]})
    scale = [{"label": label, "points": "1"} for label in GRADES]
    groups = [{"number": n, "label": f"第{n}组", "weight": "1"} for n in (1, 2)]
    says = papers.SAYS | {"items": items, "scales": [scale], "groups": groups, "pad": 80}
    return Paper(json.dumps(says, ensure_ascii=False))


@pytest.fixture
def errors() -> list[str]:
    """Errors of the pages' scripts."""
    return []


@pytest.fixture
def hall() -> Hall:
    """A poll whose paper is fixed and which has a key."""
    public, secret = papers.make_key()
    shares = open_box.split(secret, 2, 3)
    made = Hall(_paper(), key=public.hex())
    made.commitments = [open_box.commitment_of(papers.POLL.hex(), share) for share in shares]
    made.proof_kept = reference.hashed(
        "proofkept", open_box.proof_of(papers.POLL.hex(), secret)
    ).hex()
    made.shares = shares  # type: ignore[attr-defined]
    return made


@pytest.fixture
def context(chromium_browser: Browser, hall: Hall, errors: list[str]) -> Iterator[BrowserContext]:
    """Somebody's browser in the hall; an error of a script is one of the test."""
    context = halls.entered(chromium_browser, hall, errors)
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that browser."""
    return context.new_page()


def _slip(hall: Hall, group: int = 1, is_paper: bool = False) -> str:
    slip = reference.make_slip()
    credential = reference.hashed("slip", papers.POLL, slip.encode())
    hall.slips[reference.hashed("kept", credential)] = group, is_paper
    return slip


def _step(page: Page, name: str) -> Locator:
    step = page.locator(f'[data-step="{name}"]')
    expect(step).to_be_visible()
    return step


def _enter(page: Page, slip: str) -> None:
    page.goto(f"{halls.ORIGIN}/v/#{slip}")
    _step(page, "paper")


def _cast(page: Page) -> str:
    page.get_by_role("button", name="填好了").click()
    _step(page, "sure")
    page.get_by_role("button", name="投出").click()
    return _step(page, "receipt").locator("[data-receipt]").inner_text()


def _choose(page: Page, place: str, option: str) -> None:
    group = page.get_by_role("radiogroup", name=place)
    group.get_by_role("radio", name=option, exact=True).check()


def _share(page: Page, share: bytes) -> None:
    for number, line in enumerate(open_box.share_lines(share), start=1):
        page.locator(f'[data-line="{number}"]').fill(line)


def test_a_poll_goes_from_its_ceremony_to_its_check(
    page: Page, hall: Hall, context: BrowserContext
) -> None:
    shares = _ceremony(page)
    assert len(hall.commitments) == 3
    slips = _print_slips(page, 6)
    assert {group for group, _is_paper in hall.slips.values()} == {1}
    receipts = []
    for number, slip in enumerate(slips):
        _enter(page, slip)
        page.locator("[data-place] input").first.focus()
        for digit in "1234" * 3:
            page.keyboard.press(str(1 + (int(digit) + number) % 4))
        page.get_by_label("钱某", exact=True).check()
        receipts.append(_cast(page))
        page.get_by_role("button", name="清除并交给下一位").click()
        _step(page, "slip")
    _enter(page, slips[0])
    expect(page.locator("[data-again]")).to_be_visible()
    page.get_by_label("李某", exact=True).check()
    changed = _cast(page)
    assert changed not in receipts
    hall.close()
    expected = {recount.written(recount.receipt_of(each)) for each in hall.ballots.values()}
    assert {receipt.replace(" ", "-") for receipt in [*receipts[1:], changed]} == expected

    page.goto(f"{halls.ORIGIN}/opening")
    for share in shares[1:]:
        _share(page, share)
    tally = _step(page, "tally")
    expect(tally.get_by_role("row", name="推荐").locator("td").last).to_have_text("钱某 5李某 1")
    digest = tally.locator("[data-digest]").inner_text()
    tally.get_by_role("button", name="送出").click()
    expect(_step(page, "sent")).to_contain_text("开票结果已经送出")
    secret = open_box.combine(shares[:2])
    again = reference.opening_of(hall.paper, hall.lists, (bytes.fromhex(hall.key), secret))
    assert digest == recount.opening_digest(hall.opening) == recount.opening_digest(again)

    page.goto(f"{halls.ORIGIN}/verify")
    for share in (shares[2], shares[0]):
        _share(page, share)
    _step(page, "tally").get_by_role("button", name="送出").click()
    expect(_step(page, "sent")).to_contain_text("核验一致")
    sent = b"".join(body for _path, _headers, body in hall.came)
    texts = [secret, *shares, *(slip.encode() for slip in slips)]
    assert not any(each in sent or each.hex().encode() in sent for each in texts)
    assert context.cookies() == []


def _ceremony(page: Page) -> list[bytes]:
    """Make the key; return the three shares as the tellers' sheets have them."""
    page.goto(f"{halls.ORIGIN}/ceremony")
    page.get_by_role("button", name="制作密钥").click()
    shares = []
    for number in range(1, 4):
        step = _step(page, "share")
        expect(step).to_contain_text(f"第 {number} 位，共 3 位")
        expect(step.locator("li")).to_have_count(0)
        step.get_by_role("button", name="显示密钥").click()
        shares.append(open_box.read_share(step.locator("li").all_inner_texts()))
        step.get_by_role("button", name="请下一位").click()
    _step(page, "check")
    _share(page, shares[2])
    expect(page.locator(".bb-taken")).to_contain_text("村民代表")
    _share(page, shares[2])
    expect(page.locator("[data-said]")).to_contain_text("这份密钥已经输入过")
    _share(page, shares[0])
    _step(page, "send").get_by_role("button").click()
    page.wait_for_url("**/key")
    return shares


def _print_slips(page: Page, count: int) -> list[str]:
    page.goto(f"{halls.ORIGIN}/slips")
    page.locator("[data-count]").fill(str(count))
    page.get_by_role("button", name="生成并登记").click()
    expect(_step(page, "print")).to_contain_text(f"已登记 {count} 张")
    signs = page.locator(".bb-slip-signs").all_inner_texts()
    assert page.locator(".bb-slip svg path").count() == count
    page.get_by_role("button", name="已经印好，清除").click()
    expect(page.locator(".bb-slip")).to_have_count(0)
    return [each.replace(" ", "") for each in signs]


def test_the_slip_leaves_the_address_and_no_cookie_or_referrer_goes_with_a_ballot(
    page: Page, hall: Hall, context: BrowserContext
) -> None:
    context.add_cookies([{"name": "sessionid", "value": "clerk", "url": halls.ORIGIN}])
    slip = _slip(hall)
    _enter(page, slip)
    assert page.url == f"{halls.ORIGIN}/v/"
    _cast(page)
    assert [path for path, _headers, _body in hall.came] == ["/paper", "/ballots"]
    for _path, headers, body in hall.came:
        assert not {"cookie", "referer"} & set(headers)
        assert slip.encode() not in body


def test_what_was_chosen_survives_a_reload_and_is_gone_once_cast(page: Page, hall: Hall) -> None:
    slip = _slip(hall)
    _enter(page, slip)
    _choose(page, "赵某：德", "基本称职")
    page.get_by_label("另写姓名 1").fill("张　三")
    page.reload()
    _step(page, "slip")  # the address no longer has the slip, and the draft is locked with it
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "bihuan-ballot-" in stored
    assert slip not in stored
    assert "张" not in stored
    page.get_by_label("票证号").fill(slip.lower())
    page.get_by_role("button", name="开始填写").click()
    expect(page.locator("[data-restored]")).to_be_visible()
    place = page.get_by_role("radiogroup", name="赵某：德")
    expect(place.get_by_role("radio", name="基本称职")).to_be_checked()
    expect(page.get_by_label("另写姓名 1")).to_have_value("张 三")
    _cast(page)
    assert page.evaluate("localStorage.length") == 0


def test_another_slip_does_not_see_the_draft_of_the_first(page: Page, hall: Hall) -> None:
    _enter(page, _slip(hall))
    _choose(page, "赵某：德", "称职")
    page.reload()
    _enter(page, _slip(hall))
    expect(page.locator("[data-restored]")).to_be_hidden()
    expect(page.locator("[data-progress]")).to_have_text("已填 0/15")


def test_a_ballot_that_got_no_answer_is_sent_again_as_it_was(page: Page, hall: Hall) -> None:
    hall.down = 3
    _enter(page, _slip(hall))
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="投出").click()
    expect(page.locator("[data-said]")).to_contain_text("还不知道选票是否送到", timeout=20_000)
    page.get_by_role("button", name="再送一次").click()
    _step(page, "receipt")
    sent = [body for path, _headers, body in hall.came if path == "/ballots"]
    assert len(sent) == 4
    assert len(set(sent)) == 1


def test_a_poll_that_ended_meanwhile_is_said_and_keeps_the_choices(page: Page, hall: Hall) -> None:
    slip = _slip(hall)
    _enter(page, slip)
    _choose(page, "赵某：德", "优秀")
    hall.is_closed = True
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="投出").click()
    expect(page.locator("[data-said]")).to_have_text("投票已经结束，没有收下。")
    page.get_by_role("button", name="返回修改").click()
    expect(page.locator("[data-progress]")).to_have_text("已填 1/15")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1234", "现在是 4 个"), ("0" * 15 + "1", "票证号有误"), ("", "还没有输入票证号")],
    ids=["too short", "mistyped", "empty"],
)
def test_a_wrong_slip_is_said_and_can_be_put_right(
    page: Page, hall: Hall, typed: str, said: str
) -> None:
    page.goto(f"{halls.ORIGIN}/v/")
    page.get_by_label("票证号").fill(typed)
    page.get_by_role("button", name="开始填写").click()
    expect(page.locator("[data-said]")).to_contain_text(said)
    expect(page.get_by_label("票证号")).to_have_value(typed)
    assert hall.came == []


def test_a_slip_that_the_server_does_not_know_is_said(page: Page, hall: Hall) -> None:
    page.goto(f"{halls.ORIGIN}/v/#{reference.make_slip()}")
    expect(page.locator("[data-said]")).to_have_text("没有这张票证，请核对。")
    page.goto(f"{halls.ORIGIN}/v/#{_slip(hall, is_paper=True)}")
    expect(page.locator("[data-said]")).to_contain_text("这是纸质票的票证")


def test_keys_choose_lead_on_and_lead_back(page: Page, hall: Hall) -> None:
    _enter(page, _slip(hall))
    page.locator("[data-place] input").first.focus()
    for key in ("1", "0", "Backspace", "2", "7", "4"):
        page.keyboard.press(key)
    chosen = page.locator("[data-place] input:checked")
    assert chosen.evaluate_all("all => all.map((each) => each.value)") == ["1", "2", "4"]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.closest('[data-place]').dataset.place")
    assert focused == "5"
    page.get_by_role("button", name="下一处未填").click()
    focused = page.evaluate("document.activeElement.closest('[data-place]').dataset.place")
    assert focused == "4"


def test_one_person_can_be_given_one_grade_and_not_all_at_once(page: Page, hall: Hall) -> None:
    _enter(page, _slip(hall))
    page.get_by_label("钱某：各项同一档").select_option("称职")
    expect(page.locator("[data-progress]")).to_have_text("已填 3/15")
    expect(page.get_by_role("radio", name="称职", exact=True, checked=True)).to_have_count(3)
    assert page.locator("[data-alike]").count() == len(NAMES)


def test_more_than_the_paper_allows_is_said_and_not_sent(page: Page, hall: Hall) -> None:
    _enter(page, _slip(hall))
    for name in NAMES[:3]:
        _choose(page, f"{name}：德", "优秀")
    faults = page.locator("[data-faults]")
    expect(faults).to_contain_text("“德”最高等次“优秀”最多 2 个，现在是 3 个")
    for name in ("赵某", "钱某"):
        page.get_by_label(name, exact=True).check()
    page.get_by_label("另写姓名 1").fill("赵某")
    _choose(page, "主任：赵某", "赞成")
    page.get_by_label("另选他人，写姓名 1").fill("周|某")
    expect(faults.locator("li")).to_have_count(5)
    page.get_by_role("button", name="填好了").click()
    expect(page.locator("[data-said]")).to_contain_text("请改去 1 个")
    assert [path for path, _headers, _body in hall.came] == ["/paper"]


@pytest.mark.parametrize("width", [390, 1366])
def test_the_form_fits_a_phone_and_a_desk(page: Page, hall: Hall, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    _enter(page, _slip(hall))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(".bb-option").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().height).filter((h) => h < 40)"
    )
    assert small == []


def test_a_paper_ballot_is_typed_twice_and_what_differs_is_marked(page: Page, hall: Hall) -> None:
    slip = _slip(hall, group=2, is_paper=True)
    said = page.locator("[data-said]")

    def type_in(digits: str) -> None:
        page.get_by_label("票面上的票证号").fill(slip)
        page.keyboard.press("Enter")
        _step(page, "answers")
        for digit in digits:
            page.keyboard.press(digit)
        page.keyboard.press("Enter")

    page.goto(f"{halls.ORIGIN}/entry")
    type_in("12*012340123" + "10")
    expect(said).to_have_text("第一遍已录入：请另一位工作人员再录一遍。")
    type_in("12*012340124" + "10")
    expect(said).to_contain_text("有 1 处与第一遍不同")
    expect(page.locator(".is-differing")).to_have_attribute("data-place", "12")
    page.keyboard.press("3")
    page.get_by_role("button", name="录入", exact=True).click()
    expect(said).to_contain_text("两遍一致")
    (kept,) = hall.ballots
    assert len(hall.ballots[kept]) == 13 * (80 + 48)
    assert all(headers["x-csrftoken"] == "token" for _path, headers, _body in hall.came)


def test_a_paper_item_that_is_invalid_is_counted_as_invalid(page: Page, hall: Hall) -> None:
    slip = _slip(hall, group=1, is_paper=True)
    page.goto(f"{halls.ORIGIN}/entry")
    page.get_by_label("票面上的票证号").fill(slip)
    page.keyboard.press("Enter")
    _step(page, "answers")
    page.keyboard.press("*")
    page.locator('[data-choices="13"]').get_by_label("本项无效").check()
    send = page.get_by_role("button", name="录入", exact=True)
    send.click()
    expect(page.locator("[data-said]")).to_contain_text("还有 13 处没有填")
    send.click()
    expect(page.locator("[data-said]")).to_contain_text("第一遍已录入")
    hall.close()
    keys = bytes.fromhex(hall.key), open_box.combine(hall.shares[:2])  # type: ignore[attr-defined]
    opening = reference.opening_of(hall.paper, hall.lists, keys)
    invalid = {
        item["item"]: sum(cell["invalid"] for cell in item["cells"]) for item in opening["items"]
    }
    assert {number for number, count in invalid.items() if count} == {1, 13}


def test_a_slip_for_the_browser_is_not_typed_in_as_paper(page: Page, hall: Hall) -> None:
    page.goto(f"{halls.ORIGIN}/entry")
    page.get_by_label("票面上的票证号").fill(_slip(hall))
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("不能在这里录入")


def test_a_box_that_was_changed_is_not_opened(page: Page, hall: Hall) -> None:
    for _number in range(2):
        _enter(page, _slip(hall))
        _cast(page)
    hall.close()
    page.goto(f"{halls.ORIGIN}/opening")
    hall.lists[1, 1].reverse()
    shares = hall.shares  # type: ignore[attr-defined]
    for share in shares[:2]:
        _share(page, share)
    expect(page.locator("[data-said]")).to_contain_text("与投票结束时封存的校验码不一致")
    _step(page, "shares")
    assert hall.opening == {}


def test_a_mistyped_or_foreign_share_is_said_at_once(page: Page, hall: Hall) -> None:
    hall.close()
    page.goto(f"{halls.ORIGIN}/opening")
    shares = hall.shares  # type: ignore[attr-defined]
    lines = open_box.share_lines(shares[0])
    second = page.locator('[data-line="2"]')
    second.fill(lines[1][:-1] + ("0" if lines[1][-1] != "0" else "2"))
    expect(second).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[data-line="2"] + output')).to_contain_text("第 2 行有误")
    second.fill(lines[1])
    expect(page.locator('[data-line="2"] + output')).to_have_text("对")
    foreign = open_box.split(bytes(32), 2, 2)[0]
    page.reload()
    _share(page, foreign)
    expect(page.locator("[data-said]")).to_contain_text("不属于本次投票")


def test_paper_slips_are_printed_one_to_a_page(page: Page, hall: Hall) -> None:
    page.goto(f"{halls.ORIGIN}/slips-paper")
    page.locator("[data-count]").fill("3")
    page.get_by_role("button", name="生成并登记").click()
    sheets = page.locator(".bb-sheet")
    expect(sheets).to_have_count(3)
    signs = sheets.locator("[data-slip-signs]").all_inner_texts()
    assert len(set(signs)) == 3
    assert {is_paper for _group, is_paper in hall.slips.values()} == {True}
    (posted,) = [json.loads(body) for _path, _headers, body in hall.came]
    assert posted["kept"] == sorted(posted["kept"])
