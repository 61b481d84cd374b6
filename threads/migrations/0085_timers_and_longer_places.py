"""What the clock is to do to threads; deposits as places of drafts; threads closed by a decision."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0093_interview_waits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ThreadTimer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('close', 'Close'), ('reopen', 'Open again'), ('unpin', 'Unpin'), ('archive', 'Archive')], max_length=16)),
                ('at', models.DateTimeField()),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='timers', to='threads.thread')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['close', 'reopen', 'unpin', 'archive'])), name='thread_timer_known'), models.UniqueConstraint(fields=('thread', 'what'), name='thread_timer_once')],
                'indexes': [
                    models.Index(fields=['at'], name='thread_timer_due'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='threadchange',
            name='thread_change_known',
        ),
        migrations.AlterField(
            model_name='draft',
            name='place',
            field=models.CharField(max_length=88),
        ),
        migrations.AlterField(
            model_name='threadchange',
            name='kind',
            field=models.CharField(choices=[('closed', 'closed this thread'), ('locked', 'closed this thread'), ('reopened', 'opened this thread again'), ('pinned', 'pinned this thread'), ('unpinned', 'unpinned this thread'), ('archived', 'archived this thread'), ('unarchived', 'took this thread out of the archive'), ('renamed', 'gave this thread another title'), ('moved', 'moved this thread'), ('merged', 'merged another thread into this one'), ('split', 'moved posts to another thread')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='threadchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['closed', 'locked', 'reopened', 'pinned', 'unpinned', 'archived', 'unarchived', 'renamed', 'moved', 'merged', 'split'])), name='thread_change_known'),
        ),
    ]
