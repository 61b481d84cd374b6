"""Notices of more than posts, channels by topic, quiet hours, digests, push; reasons that say which watch it was."""

import django.db.models.deletion
import forum.kernel.clock
from django.conf import settings
from django.db import migrations, models


# What was 1 (you watch this), 2 (a reply), 3 (a mention).
REASONS = "UPDATE forum_notification SET reason = CASE reason WHEN 1 THEN 50 WHEN 2 THEN 60 ELSE 70 END WHERE reason < 10"
REASONS_BEFORE = (
    "DELETE FROM forum_notification WHERE post_id IS NULL;"
    "UPDATE forum_notification SET reason = CASE WHEN reason >= 70 THEN 3 WHEN reason = 60 THEN 2 ELSE 1 END"
)
# A notice is about one thing; a verification is the member's own and names none.
ONE_THING = (
    "ALTER TABLE forum_notification ADD CONSTRAINT notification_about_one_thing CHECK"
    " (num_nonnulls(post_id, change_id, proposal_id, interview_id, statement_id) = CASE WHEN reason = 90 THEN 0 ELSE 1 END)"
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
        migrations.RemoveConstraint(
            model_name='notification',
            name='notification_reason_known',
        ),
        migrations.RunSQL(REASONS, REASONS_BEFORE),
        migrations.RemoveConstraint(
            model_name='watch',
            name='watch_kind_known',
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='bounced',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='digest_day',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='digest_hour',
            field=models.PositiveSmallIntegerField(db_default=8, default=8),
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='digested_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='quiet_from',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='quiet_until',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='weekly_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='mailpreferences',
            name='zone',
            field=models.CharField(db_default='UTC', default='UTC', max_length=64),
        ),
        migrations.AddField(
            model_name='notification',
            name='change',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.change'),
        ),
        migrations.AddField(
            model_name='notification',
            name='delivery',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='notification',
            name='interview',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.interview'),
        ),
        migrations.AddField(
            model_name='notification',
            name='mail',
            field=models.PositiveSmallIntegerField(choices=[(0, 'No mail'), (1, 'At once'), (2, 'Daily'), (3, 'Weekly')], db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='notification',
            name='proposal',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.proposal'),
        ),
        migrations.AddField(
            model_name='notification',
            name='search',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum.savedsearch'),
        ),
        migrations.AddField(
            model_name='notification',
            name='statement',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.statement'),
        ),
        migrations.AddField(
            model_name='notification',
            name='step',
            field=models.CharField(blank=True, db_default='', default='', max_length=16),
        ),
        migrations.AlterField(
            model_name='notification',
            name='post',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.post'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='reason',
            field=models.PositiveSmallIntegerField(choices=[(10, 'A search you saved finds it'), (20, 'You follow its author'), (30, 'You follow the deposit'), (35, 'You follow the interview'), (40, 'You watch the board'), (50, 'You watch the thread'), (60, 'A reply to you'), (70, 'You are mentioned'), (80, 'You asked to be reminded'), (85, 'You proposed it'), (90, 'Your verification'), (91, 'You appealed'), (92, 'It is about you')]),
        ),
        migrations.AlterField(
            model_name='watch',
            name='kind',
            field=models.CharField(choices=[('board', 'Board'), ('thread', 'Thread'), ('deposit', 'Deposit'), ('interview', 'Interview'), ('member', 'Member'), ('search', 'Saved search')], max_length=16),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('delivery', None), ('mail__gt', 0), ('read', False)), fields=['recipient', 'mail'], name='notification_to_mail'),
        ),
        migrations.AddConstraint(
            model_name='mailpreferences',
            constraint=models.CheckConstraint(condition=models.Q(('digest_day__range', (1, 7)), ('digest_hour__lt', 24), ('quiet_from__lt', 24), ('quiet_until__lt', 24)), name='mailpreferences_hours'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', [10, 20, 30, 35, 40, 50, 60, 70, 80, 85, 90, 91, 92])), name='notification_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(('mail__in', [0, 1, 2, 3])), name='notification_mail_known'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['board', 'thread', 'interview', 'member'])), name='watch_kind_known'),
        ),
        migrations.RunSQL(ONE_THING, "ALTER TABLE forum_notification DROP CONSTRAINT notification_about_one_thing"),
    ]
