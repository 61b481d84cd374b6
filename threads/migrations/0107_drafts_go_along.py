"""For which place a draft was last kept, so that a merge can take it along and its undoing bring it back."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('threads', '0106_interviews_without_slugs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='kept_for',
            field=models.CharField(default='', max_length=88),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['place', 'member'], name='draft_place'),
        ),
        migrations.RunSQL("UPDATE threads_draft SET kept_for = place", migrations.RunSQL.noop),
    ]
