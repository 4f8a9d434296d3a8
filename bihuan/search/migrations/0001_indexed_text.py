"""The texts, and the index of their tokens: FTS5 on SQLite, GIN on a tsvector on PostgreSQL.

A database with records begins with an empty index: `bihuan search rebuild` fills it.
"""

from django.db import migrations, models

import bihuan.lib.fields

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_fts USING fts5"
        "(tokens, content='', detail=none, columnsize=0, tokenize='ascii')",
    ],
    "postgresql": [
        "CREATE INDEX indexed_text_tokens ON search_indexedtext USING gin (tokens)",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TABLE search_fts"],
    "postgresql": ["DROP INDEX indexed_text_tokens"],
}


def forwards(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                ("id", models.BigIntegerField(editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20, verbose_name="种类")),
                ("object_id", models.UUIDField()),
                ("path", bihuan.lib.fields.BinaryTextField(max_length=64)),
                ("day", models.DateField(verbose_name="日期")),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="内容")),
                (
                    "tokens",
                    bihuan.lib.fields.TokensField(default="", editable=False),
                ),
            ],
            options={"verbose_name": "检索条目"},
        ),
        migrations.AddConstraint(
            model_name="indexedtext",
            constraint=models.UniqueConstraint(
                fields=("kind", "object_id"), name="indexed_text_once"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
