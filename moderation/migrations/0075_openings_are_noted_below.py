"""What staff have opened within the hour is noted by members, below; the rows of an hour are not worth carrying over."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0070_private_openings'),
    ]

    operations = [
        migrations.DeleteModel(
            name='PrivateOpening',
        ),
    ]
