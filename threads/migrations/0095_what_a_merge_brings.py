"""What a merge brings to the thread that stays, so that undoing it takes back that and no more."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0085_timers_and_longer_places'),
    ]

    operations = [
        migrations.AddField(
            model_name='threadchange',
            name='brought_tags',
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, db_default=models.Value([]), default=list
            ),
        ),
        migrations.AddField(
            model_name='threaddeposit',
            name='brought_by',
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='threads.threadchange'
            ),
        ),
        migrations.AddConstraint(
            model_name='threadchange',
            constraint=models.CheckConstraint(
                condition=models.Q(('kind', 'merged'), ('brought_tags', []), _connector='OR'),
                name='thread_change_brings_by_merge',
            ),
        ),
    ]
