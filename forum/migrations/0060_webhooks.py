"""Webhooks, and what was sent to each."""

import django.contrib.postgres.fields
import django.db.models.deletion
import forum.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0050_channels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('url', models.CharField(max_length=500)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('thread_started', 'A thread was started'), ('reply_posted', 'A reply was posted'), ('post_edited', 'A post was edited'), ('thread_renamed', 'A thread got another title'), ('thread_closed', 'A thread was closed'), ('thread_reopened', 'A thread was opened again'), ('thread_moved', 'A thread was moved to another board')], max_length=40))),
                ('off', models.CharField(blank=True, choices=[('', 'It is on'), ('owner', 'You turned it off'), ('failing', 'It failed too often'), ('gone', 'The other side said that it is gone')], default='', max_length=8)),
                ('secret', models.BinaryField()),
                ('earlier_secret', models.BinaryField(null=True)),
                ('earlier_until', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_on', models.DateField(default=forum.kernel.clock.today)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('off__in', ['', 'owner', 'failing', 'gone'])), name='webhook_off_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('earlier_secret', None), ('earlier_until', None)), models.Q(('earlier_secret__isnull', False), ('earlier_until__isnull', False)), _connector='OR'), name='webhook_earlier_secret_ends'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('seq', models.BigIntegerField(null=True)),
                ('data', models.JSONField()),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('waiting', 'On its way'), ('delivered', 'Delivered'), ('failed', 'Given up'), ('withheld', 'Not sent: you may not see it, or the webhook is off')], default='waiting', max_length=10)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('error', models.CharField(blank=True, max_length=40)),
                ('milliseconds', models.PositiveIntegerField(null=True)),
                ('webhook', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='forum.webhook')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('webhook', 'seq'), name='webhook_delivery_once'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['waiting', 'delivered', 'failed', 'withheld'])), name='webhook_outcome_known'),
                ],
                'indexes': [
                    models.Index(fields=['webhook', '-id'], name='webhook_delivery_newest'),
                    models.Index(fields=['at'], name='webhook_delivery_age'),
                ],
            },
        ),
    ]
