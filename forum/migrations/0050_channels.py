"""Notices of more than posts, channels by topic, quiet hours, digests, push; reasons that say which watch it was."""

import django.db.models.deletion
import forum.kernel.clock
from django.conf import settings
from django.db import migrations, models


# A notice is about one thing. A verification, a report, a call to a desk and a webhook are the member's own and name none.
ONE_THING = (
    "ALTER TABLE forum_notification ADD CONSTRAINT notification_about_one_thing CHECK"
    " (num_nonnulls(post_id, change_id, proposal_id, interview_id, statement_id)"
    " = CASE WHEN reason IN (86, 87, 88, 90) THEN 0 ELSE 1 END)"
)


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0040_search'),
        ('moderation', '0051_guards'),
        ('threads', '0061_interview_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ('pk', models.CompositePrimaryKey('member', 'topic', blank=True, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(choices=[('personal', 'Mentions, quotes of you, replies to you'), ('watched', 'Boards and threads you watch'), ('people', 'New threads by members you follow'), ('deposits', 'Deposits you follow: threads and changed figures'), ('interviews', 'Interviews you follow'), ('searches', 'Searches you saved'), ('reminders', 'Reminders you set'), ('matters', 'Your own matters: appeals, proposals, verification, decisions')], max_length=16)),
                ('mail', models.PositiveSmallIntegerField(choices=[(0, 'No mail'), (1, 'At once'), (2, 'Daily'), (3, 'Weekly')])),
                ('push', models.BooleanField()),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('topic__in', ['personal', 'watched', 'people', 'deposits', 'interviews', 'searches', 'reminders', 'matters'])), name='channel_topic_known'),
                    models.CheckConstraint(condition=models.Q(('mail__in', [0, 1, 2, 3])), name='channel_mail_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PushEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(unique=True)),
                ('sealed', models.BinaryField()),
                ('credential', models.CharField(max_length=80)),
                ('added_on', models.DateField(default=forum.kernel.clock.today)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SearchAlert',
            fields=[
                ('search', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='forum.savedsearch')),
                ('query', models.CharField(max_length=300)),
                ('filter', models.TextField()),
                ('title', models.TextField(blank=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MailPreferences',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('mail', models.BooleanField(default=True)),
                ('discreet', models.BooleanField(default=False)),
                ('bounced', models.BooleanField(db_default=False, default=False)),
                ('digest_day', models.PositiveSmallIntegerField(db_default=1, default=1)),
                ('digest_hour', models.PositiveSmallIntegerField(db_default=8, default=8)),
                ('digested_on', models.DateField(null=True)),
                ('quiet_from', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('quiet_until', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('weekly_on', models.DateField(null=True)),
                ('zone', models.CharField(db_default='UTC', default='UTC', max_length=64)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('digest_day__range', (1, 7)), ('digest_hour__lt', 24), ('quiet_from__lt', 24), ('quiet_until__lt', 24)), name='mailpreferences_hours'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('pk', models.CompositePrimaryKey('recipient', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('reason', models.PositiveSmallIntegerField(choices=[(10, 'A search you saved finds it'), (20, 'You follow its author'), (30, 'You follow the deposit'), (35, 'You follow the interview'), (40, 'You watch the board'), (50, 'You watch the thread'), (60, 'A reply to you'), (70, 'You are mentioned'), (80, 'You asked to be reminded'), (84, 'You asked it'), (85, 'You proposed it'), (86, 'It waits for you'), (87, 'You reported it'), (88, 'It is your webhook'), (90, 'Your verification'), (91, 'You appealed'), (92, 'It is about you')])),
                ('at', models.DateTimeField()),
                ('read', models.BooleanField(default=False)),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.post')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('change', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.change')),
                ('delivery', models.BigIntegerField(null=True)),
                ('interview', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.interview')),
                ('mail', models.PositiveSmallIntegerField(choices=[(0, 'No mail'), (1, 'At once'), (2, 'Daily'), (3, 'Weekly')], db_default=0, default=0)),
                ('proposal', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.proposal')),
                ('search', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum.savedsearch')),
                ('statement', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.statement')),
                ('step', models.CharField(blank=True, db_default='', default='', max_length=16)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('read', False)), fields=['recipient', '-seq'], name='notification_unread'),
                    models.Index(condition=models.Q(('delivery', None), ('mail__gt', 0), ('read', False)), fields=['recipient', 'mail'], name='notification_to_mail'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason__in', [10, 20, 30, 35, 40, 50, 60, 70, 80, 84, 85, 86, 87, 88, 90, 91, 92])), name='notification_reason_known'),
                    models.CheckConstraint(condition=models.Q(('mail__in', [0, 1, 2, 3])), name='notification_mail_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('board', 'Board'), ('thread', 'Thread'), ('deposit', 'Deposit'), ('interview', 'Interview'), ('member', 'Member'), ('search', 'Saved search')], max_length=16)),
                ('target_id', models.BigIntegerField()),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Muted'), (1, 'Normal'), (2, 'Tracking'), (3, 'Watching')])),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['member', '-id'], name='watch_of_member'), models.Index(condition=models.Q(('level', 3)), fields=['kind', 'target_id', 'member'], name='watch_fanout')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'target_id', 'member'), name='watch_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['board', 'thread', 'interview', 'member'])), name='watch_kind_known'), models.CheckConstraint(condition=models.Q(('level__in', [0, 1, 2, 3])), name='watch_level_known')],
            },
        ),
        migrations.RunSQL(ONE_THING, "ALTER TABLE forum_notification DROP CONSTRAINT notification_about_one_thing"),
    ]
