"""What an interview is about, by key: a slug in an array kept nobody from taking the deposit back."""

import django.db.models.deletion
from django.db import migrations, models

# A slug that is no deposit's own may be made of a name that it goes by; one that is neither is dropped.
FROM_SLUGS = """
INSERT INTO threads_interviewdeposit (interview_id, deposit_id)
SELECT DISTINCT interview.id, found.id
FROM threads_interview AS interview, unnest(interview.deposits) AS named (slug), LATERAL (
    SELECT id, 0 AS rank FROM threads_deposit WHERE slug = named.slug
    UNION ALL SELECT deposit_id, 1 FROM threads_depositname WHERE folded = replace(named.slug, '-', ' ')
    ORDER BY rank, id LIMIT 1) AS found
"""


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0100_deposits_taken_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='InterviewDeposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deposit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interview_links', to='threads.deposit')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deposit_links', to='threads.interview')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('interview', 'deposit'), name='interview_deposit_once')],
            },
        ),
        migrations.RunSQL(FROM_SLUGS, migrations.RunSQL.noop),
    ]
