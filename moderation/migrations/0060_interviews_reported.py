"""Interviews' proposals and questions can be reported; a sketch of a removed text knows what removed it."""

from django.db import migrations, models

TARGETS = [
    ('post', 'Post'), ('thread', 'Thread'), ('member', 'Member'), ('interview', 'Interview'), ('question', 'Question'),
    ('submission', 'Submission'), ('verification', 'Verification request'), ('appeal', 'Appeal'), ('action', 'Action'),
]  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0052_shipped_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='removedsketch', name='cause', field=models.BigIntegerField(db_index=True, null=True)
        ),
        migrations.RemoveConstraint(model_name='reviewitem', name='item_target_known'),
        migrations.AlterField(
            model_name='reviewitem', name='target_kind', field=models.CharField(choices=TARGETS, max_length=16)
        ),
        migrations.AddConstraint(
            model_name='reviewitem',
            constraint=models.CheckConstraint(
                condition=models.Q(('target_kind__in', [kind for kind, _label in TARGETS])), name='item_target_known'
            ),
        ),
    ]
