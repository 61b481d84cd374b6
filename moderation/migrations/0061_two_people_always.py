"""Two people, whatever is written: a ban in force that is put on another member, and a seal that is opened without an action."""

from django.db import migrations

from moderation.actions.two_people import AFTERWARDS, SEALED


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0060_interviews_reported'),
    ]

    operations = [
        migrations.RunSQL(forward, reverse) for forward, reverse in (AFTERWARDS, SEALED)
    ]
