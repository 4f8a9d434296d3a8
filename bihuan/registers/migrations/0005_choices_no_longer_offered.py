from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0004_editions_and_purge_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='column',
            name='old_choices',
            field=models.JSONField(default=list),
        ),
    ]
