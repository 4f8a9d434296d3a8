"""Which change leads from which status to which: a table, no ORM."""

from enum import StrEnum


class Change(StrEnum):
    """What is done to a record; the word stands in the version that it makes."""

    ENTER = "enter"  # 登记
    EDIT = "edit"  # 修改
    SUBMIT = "submit"  # 提交
    VERIFY = "verify"  # 审核通过
    RETURN = "return"  # 退回
    VOID = "void"  # 作废
    IMPORT = "import"  # 导入


CHANGE_LABELS: dict[str, str] = {
    Change.ENTER: "登记",
    Change.EDIT: "修改",
    Change.SUBMIT: "提交",
    Change.VERIFY: "审核通过",
    Change.RETURN: "退回",
    Change.VOID: "作废",
    Change.IMPORT: "导入",
}

# Who reports may change what nobody has verified; a verified record is changed, returned or voided
# only by those who may verify.
REPORTER_MAY: dict[Change, frozenset[str]] = {
    Change.EDIT: frozenset({"draft", "returned", "submitted"}),
    Change.SUBMIT: frozenset({"draft", "returned"}),
    Change.VOID: frozenset({"draft", "returned"}),
}
VERIFIER_MAY: dict[Change, frozenset[str]] = {
    Change.EDIT: frozenset({"draft", "returned", "submitted", "verified"}),
    Change.SUBMIT: frozenset({"draft", "returned"}),
    Change.VERIFY: frozenset({"submitted"}),
    Change.RETURN: frozenset({"submitted", "verified"}),
    Change.VOID: frozenset({"draft", "returned", "submitted", "verified"}),
}
# Who may verify but not enter (a leader) decides on a record and does not write it.
NEEDS_ENTRY = frozenset({Change.EDIT, Change.SUBMIT})
NEEDS_A_REASON = frozenset({Change.RETURN, Change.VOID})


def may_follow(change: Change, status: str, *, verifier: bool, reporter: bool) -> bool:
    """Tell whether a change may be made to a record of a status, by somebody who may verify
    records of its unit, enter them, or both.
    """
    if change in NEEDS_ENTRY and not reporter:
        return False
    by_verifier = verifier and status in VERIFIER_MAY.get(change, frozenset())
    by_reporter = reporter and status in REPORTER_MAY.get(change, frozenset())
    return by_verifier or by_reporter


def status_after(change: Change, status: str, *, verifier: bool) -> str:
    """Return the status after a change; what somebody who may verify submits is verified."""
    if change is Change.SUBMIT:
        return "verified" if verifier else "submitted"
    if change is Change.EDIT:
        return status if status != "returned" else "draft"
    return {Change.VERIFY: "verified", Change.RETURN: "returned", Change.VOID: "void"}[change]
