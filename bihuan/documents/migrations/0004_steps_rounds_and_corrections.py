"""Steps to issue, rounds of comments, corrections, numbers that nobody bears.

The columns added may be null, so they are added in place and the triggers of 0002 stay.
"""

import bihuan.lib.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_numbers_of_series'),
        ('orgs', '0004_number_series'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='waits_for',
            field=models.CharField(choices=[('submit', '待送审'), ('review', '待核稿'), ('countersign', '待会签'), ('sign', '待签发'), ('issue', '待印发'), ('revise', '退回修改')], max_length=12, null=True, verbose_name='待办环节'),
        ),
        migrations.AddField(
            model_name='revision',
            name='filled',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='issue',
            name='keep_because',
            field=models.CharField(max_length=200, null=True, verbose_name='另定保管期限的理由'),
        ),
        migrations.AddField(
            model_name='issue',
            name='keep_years',
            field=models.PositiveSmallIntegerField(null=True, verbose_name='保管年限'),
        ),
        migrations.CreateModel(
            name='CommentRound',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='轮次')),
                ('paper', models.JSONField()),
                ('due_on', models.DateField(verbose_name='请于何日前反馈')),
                ('message', models.CharField(blank=True, max_length=300, verbose_name='附言')),
                ('asked_at', models.DateTimeField(verbose_name='送出时间')),
                ('asked_by', models.UUIDField(null=True)),
                ('asked_by_name', models.CharField(max_length=60, verbose_name='送出人')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='documents.document')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.revision')),
            ],
            options={
                'verbose_name': '征求意见',
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='征求对象')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('answered_by_name', models.CharField(blank=True, max_length=60, verbose_name='答复人')),
                ('is_without_remarks', models.BooleanField(default=False, verbose_name='无意见')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='提醒时间')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressees', to='documents.commentround')),
            ],
            options={
                'verbose_name': '征求对象',
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300, verbose_name='更正原因')),
                ('begun_at', models.DateTimeField(verbose_name='时间')),
                ('begun_by', models.UUIDField(null=True)),
                ('begun_by_name', models.CharField(max_length=60, verbose_name='起草人')),
                ('corrects', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='documents.document')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='documents.document')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'verbose_name': '更正',
                'ordering': ('begun_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CountersignRequest',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='会签方')),
                ('asked_by', models.UUIDField(null=True)),
                ('asked_by_name', models.CharField(max_length=60, verbose_name='送会签人')),
                ('asked_at', models.DateTimeField(verbose_name='送会签时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('withdrawn_by_name', models.CharField(blank=True, max_length=60, verbose_name='撤回人')),
                ('withdrawn_because', models.CharField(blank=True, max_length=200, verbose_name='撤回理由')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='countersigners', to='documents.document')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'verbose_name': '会签请求',
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ApprovalStep',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('submit', '送审'), ('review', '核稿'), ('countersign', '会签'), ('sign', '签发'), ('return', '退回修改')], max_length=12, verbose_name='环节')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='意见')),
                ('text_digest', models.CharField(max_length=64)),
                ('done_at', models.DateTimeField(verbose_name='时间')),
                ('done_by', models.UUIDField(null=True)),
                ('done_by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approval_steps', to='documents.document')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.revision')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='documents.countersignrequest')),
            ],
            options={
                'verbose_name': '审签环节',
                'ordering': ('done_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SkippedNumber',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20, verbose_name='机关代字或刊名')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_name', models.CharField(max_length=60, verbose_name='登记人')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'verbose_name': '空号',
                'ordering': ('code', 'year', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveIntegerField(null=True, verbose_name='段落')),
                ('quote', models.TextField(blank=True, verbose_name='原文')),
                ('quote_digest', models.CharField(blank=True, max_length=64)),
                ('text', models.TextField(verbose_name='修改意见')),
                ('given_at', models.DateTimeField(verbose_name='提出时间')),
                ('given_by', models.UUIDField(null=True)),
                ('given_by_name', models.CharField(max_length=60, verbose_name='提出人')),
                ('outcome', models.CharField(blank=True, choices=[('adopted', '采纳'), ('partly', '部分采纳'), ('declined', '未采纳')], max_length=10, verbose_name='处理')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='处理时间')),
                ('settled_by_name', models.CharField(blank=True, max_length=60, verbose_name='处理人')),
                ('addressee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='documents.addressee')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'verbose_name': '修改意见',
                'ordering': ('given_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at__isnull', True)), models.Q(('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='comment_settled_has_an_outcome')],
            },
        ),
        migrations.AddConstraint(
            model_name='commentround',
            constraint=models.UniqueConstraint(fields=('home', 'document', 'number'), name='comment_round_once_a_number'),
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('unit__isnull', False)), models.Q(('account__isnull', False), ('unit__isnull', True)), _connector='OR'), name='addressee_is_unit_or_person'),
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('home', 'round', 'unit'), name='addressee_unit_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('home', 'round', 'account'), name='addressee_person_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='countersignrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('unit__isnull', False)), models.Q(('account__isnull', False), ('unit__isnull', True)), _connector='OR'), name='countersign_asks_unit_or_person'),
        ),
        migrations.AddConstraint(
            model_name='countersignrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False), ('withdrawn_at__isnull', True)), fields=('home', 'document', 'unit'), name='countersign_asked_once_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='countersignrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', False), ('withdrawn_at__isnull', True)), fields=('home', 'document', 'account'), name='countersign_asked_once_of_person'),
        ),
        migrations.AddConstraint(
            model_name='skippednumber',
            constraint=models.UniqueConstraint(fields=('home', 'code', 'year', 'number'), name='number_skipped_once'),
        ),
    ]
