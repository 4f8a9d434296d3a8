"""What people are told about accounts, and resets that wait for a second person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.account import Account


class NoticeKind(models.TextChoices):
    PASSWORD_RESET = "password_reset", _("密码被重置")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("两步验证被解除")
    ROLE_GRANTED = "role_granted", _("授予角色")
    ROLE_REVOKED = "role_revoked", _("收回角色")
    ACCOUNT_CHANGED = "account_changed", _("账号资料改动")
    RESET_ASKED = "reset_asked", _("申请重置")


class AccountNotice(models.Model):
    """One thing done to an account (`about`), told to one person (`told`).

    Told to its holder, and where it may sign or reads the log also to the leaders and auditors of
    its home. Nobody but who is told can put it away, and nothing deletes it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    told = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    about = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("事项"), max_length=24, choices=NoticeKind.choices)
    text = models.CharField(_("内容"), max_length=200)
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(_("办理人"), max_length=60)
    at = models.DateTimeField(_("时间"))
    acknowledged_at = models.DateTimeField(_("过目时间"), null=True)

    class Meta:
        verbose_name = _("账号通知")
        ordering = ("-at", "-id")
        indexes = [
            models.Index(
                fields=["told"], name="notice_open", condition=models.Q(acknowledged_at=None)
            ),
            models.Index(fields=["about", "kind", "at"], name="notice_by_account"),
        ]

    def __str__(self) -> str:
        return self.text


class ResetKind(models.TextChoices):
    PASSWORD = "password", _("重置密码")
    SECOND_FACTOR = "second_factor", _("解除两步验证")


class ResetRequest(models.Model):
    """An administrator's wish to reset an account that may sign or reads the log.

    It waits until a second person confirms or refuses it (`is_confirmed`); a confirmed one is
    carried out once (`done_at`), before it grows old.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reset_requests")
    kind = models.CharField(_("事项"), max_length=16, choices=ResetKind.choices)
    reason = models.CharField(_("理由"), max_length=300)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    expires_at = models.DateTimeField(_("有效至"))
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    is_confirmed = models.BooleanField(_("同意"), null=True)
    done_at = models.DateTimeField(_("办理时间"), null=True)

    class Meta:
        verbose_name = _("重置申请")
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.account}"
