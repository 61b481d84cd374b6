"""Search: rows, words, saved searches; and indexes for names and titles that are nearly what was typed."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

NAMES = (
    ("thread_title_like", "threads_thread", "title"),
    ("member_handle_like", "accounts_member", "handle"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0020_privacy"),
        ("threads", "0040_attachments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("post", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False,
                    to="threads.post",
                )),
                ("version", models.PositiveIntegerField()),
                ("language", models.CharField(max_length=2)),
                ("document", SearchVectorField()),
            ],
            options={
                "indexes": [GinIndex(fastupdate=False, fields=["document"], name="searchrow_document")],
                "constraints": [models.CheckConstraint(
                    condition=models.Q(("language__in", ["en", "de", "es", "fr", "pt", "ru", "xx"])), name="searchrow_language",
                )],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[("word", models.CharField(max_length=30, primary_key=True, serialize=False))],
            options={
                "indexes": [GinIndex(fields=["word"], name="searchword_like", opclasses=["gin_trgm_ops"])],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("query", models.CharField(max_length=300)),
                ("member", models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                    to=settings.AUTH_USER_MODEL,
                )),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("member", "name"), name="savedsearch_name_once")],
            },
        ),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)", f"DROP INDEX {name}"
            )
            for name, table, column in NAMES
        ),
        # A word's statistics say nothing about a bucket of posts; see forum/search/candidates.py.
        migrations.RunSQL(
            "ALTER TABLE forum_searchrow ALTER COLUMN document SET STATISTICS 0",
            "ALTER TABLE forum_searchrow ALTER COLUMN document SET STATISTICS -1",
        ),
    ]
