"""What is looked through, the words there are, and what members look for again and again."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from forum.search.languages import CONFIGURATIONS
from threads.discussion.models import Post

QUERY_LONGEST = 300
NAME_LONGEST = 80


class SearchRow(models.Model):
    """A post as search sees it: `document` holds its words and, as lexemes that no word can be, the keys it is found by.

    `version` is the post's when it was read. Follows the log of events, seconds behind; who may see a post is asked of the post
    itself whenever somebody searches.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    document = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["document"], name="searchrow_document", fastupdate=False)]
        constraints = [
            models.CheckConstraint(name="searchrow_language", condition=models.Q(language__in=list(CONFIGURATIONS)))
        ]


class SearchWord(models.Model):
    """A word that some post uses: what a beginning stands for, and what a mistyped word may have meant."""

    word = models.CharField(max_length=30, primary_key=True)

    class Meta:
        indexes = [GinIndex(fields=["word"], name="searchword_like", opclasses=["gin_trgm_ops"])]


class SavedSearch(models.Model):
    """A search that a member keeps under a name."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=NAME_LONGEST)
    query = models.CharField(max_length=QUERY_LONGEST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "name"], name="savedsearch_name_once")]
