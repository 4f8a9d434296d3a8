"""Templates made in Word; a version of one never changes.

The function of the triggers on PostgreSQL is that of 0002.
"""

import django.db.models.deletion
from django.db import migrations, models

import bihuan.lib.ids

TABLE = "documents_wordtemplateversion"
MESSAGE = "a version of a Word template never changes"


def forwards(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    body = (
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        if is_sqlite
        else "EXECUTE FUNCTION documents_refuse_change()"
    )
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_refuses_{event.lower()} BEFORE {event} ON {TABLE} "
            f"FOR EACH ROW {body}"
        )


def backwards(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_refuses_{event}{on}")



class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_steps_never_change'),
        ('files', '0002_attachment_and_look'),
        ('orgs', '0004_number_series'),
    ]

    operations = [
        migrations.CreateModel(
            name='WordTemplate',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60, verbose_name='代码')),
                ('kind', models.CharField(max_length=20, verbose_name='文种')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('faults', models.PositiveIntegerField(default=0, verbose_name='模板问题')),
                ('made_at', models.DateTimeField(verbose_name='上传时间')),
                ('changed_at', models.DateTimeField(verbose_name='换版时间')),
                ('void_at', models.DateTimeField(null=True, verbose_name='停用时间')),
                ('void_by_name', models.CharField(blank=True, max_length=60, verbose_name='停用人')),
                ('void_because', models.CharField(blank=True, max_length=200, verbose_name='停用理由')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='word_templates', to='orgs.unit')),
            ],
            options={
                'verbose_name': 'Word 模板',
                'ordering': ('-changed_at',),
            },
        ),
        migrations.CreateModel(
            name='WordTemplateVersion',
            fields=[
                ('id', models.UUIDField(default=bihuan.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='版次')),
                ('file_name', models.CharField(max_length=100, verbose_name='文件名')),
                ('outline', models.JSONField()),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('uploaded_by', models.UUIDField(null=True)),
                ('uploaded_by_name', models.CharField(max_length=60, verbose_name='上传人')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('home', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.wordtemplate')),
            ],
            options={
                'verbose_name': 'Word 模板版次',
                'ordering': ('-number',),
            },
        ),
        migrations.AddConstraint(
            model_name='wordtemplate',
            constraint=models.UniqueConstraint(fields=('home', 'code'), name='word_template_code_once_a_home'),
        ),
        migrations.AddConstraint(
            model_name='wordtemplate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_at__isnull', True), ('void_because', '')), models.Q(('void_at__isnull', False), models.Q(('void_because', ''), _negated=True)), _connector='OR'), name='word_template_void_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='wordtemplateversion',
            constraint=models.UniqueConstraint(fields=('home', 'template', 'number'), name='word_version_number_once_a_template'),
        ),
        migrations.RunPython(forwards, backwards),
    ]
