"""What the database itself holds moderation to: a log that is only added to, two people, another for an appeal."""

from django.db import migrations

from moderation.actions.two_people import TWO_PEOPLE
from moderation.appeals.guards import ANOTHER_DECIDES
from moderation.audit.guards import ONLY_ADDED_TO


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0050_standing_scope'),
        ('moderation', '0050_order'),
    ]

    operations = [
        migrations.RunSQL(forward, reverse) for forward, reverse in (ONLY_ADDED_TO, TWO_PEOPLE, ANOTHER_DECIDES)
    ]
