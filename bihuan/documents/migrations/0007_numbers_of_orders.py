"""A third way to number in a series: 第3号, as orders (命令) have it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_word_templates")]

    operations = [
        migrations.AlterField(
            model_name="issue",
            name="number_form",
            field=models.CharField(
                choices=[
                    ("code", "机关代字〔年〕号"),
                    ("issue", "第几期"),
                    ("year", "〔年〕号"),
                    ("order", "第几号"),
                ],
                max_length=10,
                null=True,
                verbose_name="编号写法",
            ),
        ),
    ]
