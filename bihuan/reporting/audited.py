"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "report_form.add": _("登记上报表"),
    "report_form.describe": _("修改上报表的说明"),
    "report_form.new_blank": _("换上新空表"),
    "report_form.map": _("设置报表的填法"),
    "report_form.checks": _("设置报表的校验"),
    "report_form.fill": _("填报"),
    "report_form.answer_gap": _("人工填写缺口"),
    "report_form.send": _("登记报送"),
    "report_form.correct": _("更正已报的表"),
}
