from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_units_people_accounts")]
    operations = [
        migrations.AddField(
            model_name="account",
            name="must_change_password",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
