"""A proposal may be of a deposit that is not there yet, as it may be of a party."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('threads', '0064_waiting_questions')]

    operations = [
        migrations.RemoveConstraint(model_name='proposal', name='proposal_stands_somewhere'),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deposit__isnull', False), ('party', None), ('target__in', ('deposit', 'statement', 'control', 'elements', 'output'))), models.Q(('deposit', None), ('party__isnull', False), ('target', 'party')), models.Q(('deposit', None), ('party', None), ('target', 'price')), models.Q(('deposit', None), ('party', None), ('target__in', ('deposit', 'party')), ('target_id', None)), _connector='OR'), name='proposal_stands_somewhere'),
        ),
    ]
