"""Sessions end when they lie unused."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0060_pictures'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='idle_until',
            field=models.DateTimeField(null=True),
        ),
    ]
