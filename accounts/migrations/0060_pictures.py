"""Members' pictures."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0050_standing_scope'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='picture',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
    ]
