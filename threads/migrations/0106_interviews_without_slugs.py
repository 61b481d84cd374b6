"""The slugs that stand as keys now are dropped."""

from django.db import migrations

TO_SLUGS = """
UPDATE threads_interview AS interview SET deposits = ARRAY(
    SELECT slug FROM threads_interviewdeposit AS link JOIN threads_deposit ON threads_deposit.id = link.deposit_id
    WHERE link.interview_id = interview.id ORDER BY slug)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0105_interviews_about_deposits'),
    ]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, TO_SLUGS),
        migrations.RemoveIndex(
            model_name='interview',
            name='interview_by_deposit',
        ),
        migrations.RemoveField(
            model_name='interview',
            name='deposits',
        ),
    ]
