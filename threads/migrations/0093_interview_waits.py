"""What waits before it is an interview or a second, quotes of answers, and who follows a question."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0090_hidden_by_moderators'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerQuote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview_number', models.BigIntegerField(db_index=True)),
                ('answer_number', models.BigIntegerField()),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answer_quotes', to='threads.post')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('post', 'interview_number', 'answer_number'), name='answer_quote_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuestionFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='threads.question')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('question', 'member'), name='question_follow_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TranscriptTakenDown',
            fields=[
                ('interview_number', models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='submission',
            name='submission_has_a_place',
        ),
        migrations.AddField(
            model_name='interviewsupport',
            name='waits_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='interview',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='threads.interview'),
        ),
        migrations.AddField(
            model_name='submission',
            name='subject',
            field=models.CharField(blank=True, db_default='', max_length=120),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('board__isnull', True), ('subject', ''), ('thread__isnull', False), ('title', '')), models.Q(('board__isnull', False), ('subject', ''), ('thread__isnull', True), models.Q(('title', ''), _negated=True)), models.Q(('board__isnull', True), ('thread__isnull', True), models.Q(('title', ''), _negated=True), models.Q(('subject', ''), _negated=True)), _connector='OR'), name='submission_has_a_place'),
        ),
    ]
