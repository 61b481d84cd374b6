# Files that members bring, and the posts that show them.

import django.db.models.deletion
import forum.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0031_two_levels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.CharField(max_length=22, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('alt', models.CharField(blank=True, max_length=500)),
                ('size', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Being prepared'), ('ready', 'Ready'), ('refused', 'Could not be read')], max_length=10)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('variants', models.JSONField(default=list)),
                ('brought_on', models.DateField(default=forum.kernel.clock.today)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['jpeg', 'png', 'gif', 'webp', 'avif', 'pdf', 'csv', 'geojson', 'xlsx'])), name='attachment_kind_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'ready', 'refused'])), name='attachment_state_known'),
                ],
                'indexes': [
                    models.Index(fields=['owner', '-brought_on', 'id'], name='attachment_of_owner'),
                    models.Index(fields=['brought_on'], name='attachment_age'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AttachmentUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attachment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='threads.attachment')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='threads.post')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('attachment', 'post'), name='attachment_use_once'),
                ],
            },
        ),
    ]
