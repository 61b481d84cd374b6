"""What members write in interviews can be hidden by moderators."""

from django.db import migrations, models

STATES = [
    ('waiting', 'Comes out with others'), ('held', 'Held for the editors'), ('open', 'Open'), ('selected', 'Put to the guest'),
    ('merged', 'Merged into another'), ('declined', 'Declined'), ('refused', 'Not let out'),
    ('withdrawn', 'Withdrawn by its asker'), ('hidden', 'Hidden by moderators'),
]  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0080_proposed_deposits'),
    ]

    operations = [
        migrations.AddField(model_name='interview', name='hidden', field=models.BooleanField(default=False)),
        migrations.RemoveConstraint(model_name='question', name='question_state_known'),
        migrations.AlterField(
            model_name='question',
            name='state',
            field=models.CharField(choices=STATES, default='open', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(
                condition=models.Q(('state__in', [state for state, _label in STATES])), name='question_state_known'
            ),
        ),
    ]
