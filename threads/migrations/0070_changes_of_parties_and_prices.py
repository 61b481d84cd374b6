"""Changes and proposals of parties and prices, which stand on no deposit."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0050_standing_scope'),
        ('threads', '0061_interview_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='change',
            name='change_target_known',
        ),
        migrations.AddField(
            model_name='change',
            name='party',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.party'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='party',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.party'),
        ),
        migrations.AlterField(
            model_name='change',
            name='deposit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='threads.deposit'),
        ),
        migrations.AlterField(
            model_name='change',
            name='target',
            field=models.CharField(choices=[('deposit', 'Facts'), ('statement', 'Resource statement'), ('control', 'Operator or controlling party'), ('elements', 'Element grades'), ('output', 'Output'), ('party', 'Party'), ('price', 'Price')], max_length=12),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='deposit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='threads.deposit'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='target',
            field=models.CharField(choices=[('deposit', 'Facts'), ('statement', 'Resource statement'), ('control', 'Operator or controlling party'), ('elements', 'Element grades'), ('output', 'Output'), ('party', 'Party'), ('price', 'Price')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('deposit', None)), fields=['target', '-id'], name='change_of_no_deposit'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('target__in', ['deposit', 'statement', 'control', 'elements', 'output', 'party', 'price'])), name='change_target_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deposit__isnull', False), ('party', None), ('target__in', ('deposit', 'statement', 'control', 'elements', 'output'))), models.Q(('deposit', None), ('party__isnull', False), ('target', 'party')), models.Q(('deposit', None), ('party', None), ('target', 'price')), _connector='OR'), name='change_stands_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deposit__isnull', False), ('party', None), ('target__in', ('deposit', 'statement', 'control', 'elements', 'output'))), models.Q(('deposit', None), ('party__isnull', False), ('target', 'party')), models.Q(('deposit', None), ('party', None), ('target', 'price')), models.Q(('deposit', None), ('party', None), ('target', 'party'), ('target_id', None)), _connector='OR'), name='proposal_stands_somewhere'),
        ),
    ]
