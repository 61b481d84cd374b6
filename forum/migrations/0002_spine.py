"""What the models cannot say of the spine's tables: partitions, guards, the sequencer's row."""

from django.db import migrations

from forum.kernel.events.schema import SQL


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_initial")]
    operations = [migrations.RunSQL(forward, reverse) for forward, reverse in SQL]
