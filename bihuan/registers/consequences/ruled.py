"""What a change does to the rules across columns, with the records that break a new one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bihuan.registers.actions.specs import RegisterSpec
from bihuan.registers.consequences.consequence import Consequence
from bihuan.registers.consequences.recorded import MOST_TRIED, Recorded
from bihuan.registers.expressions import compile_rule
from bihuan.registers.rule_words import in_labels


def of_rules(
    before: RegisterSpec, after: RegisterSpec, recorded: Recorded
) -> Iterator[Consequence]:
    """Say which rules are gone and which are new."""
    old, new = dict(before.checks), dict(after.checks)
    for rule, message in old.items():
        if rule not in new:
            said = in_labels(rule, before.columns)
            yield Consequence(_("取消规则：%(rule)s。") % {"rule": said})
        elif message != new[rule]:
            said = in_labels(rule, after.columns)
            yield Consequence(_("规则“%(rule)s”的提示有改动。") % {"rule": said})
    for rule in new:
        if rule not in old:
            yield _new(rule, after, recorded)


def _new(rule: str, after: RegisterSpec, recorded: Recorded) -> Consequence:
    text = _("增加规则：%(rule)s") % {"rule": in_labels(rule, after.columns)}
    holds = compile_rule(rule, {column.code for column in after.columns})
    count, examples = recorded.breaking(holds) if recorded.count else (0, ())
    if not count:
        return Consequence(text + "。")
    some = _("最近 %(most)d 条里") % {"most": MOST_TRIED} if recorded.count > MOST_TRIED else ""
    text += _("；已有记录%(some)s有 %(n)d 条不符合，内容保留，下次修改时才要求改正。") % {
        "some": some,
        "n": count,
    }
    return Consequence(text, "warn", examples)
