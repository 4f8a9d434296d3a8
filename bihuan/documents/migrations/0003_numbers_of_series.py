"""How a number is written: that of a series is not that of an agency code.

A column that may be null is added in place, so the triggers of 0002 stay.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_issued_never_changes")]
    operations = [
        migrations.AddField(
            model_name="issue",
            name="number_form",
            field=models.CharField(
                choices=[
                    ("code", "机关代字〔年〕号"),
                    ("issue", "第几期"),
                    ("year", "〔年〕号"),
                ],
                max_length=10,
                null=True,
                verbose_name="编号写法",
            ),
        ),
    ]
