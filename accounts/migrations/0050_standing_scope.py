import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0023_verification_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='standing_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='silenced_boards',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, db_default=models.Value([]), default=list, size=None),
        ),
    ]
