"""What threads are about, and which interests their authors had stated."""

from django.db import models

from threads.deposits.models import Deposit
from threads.disclosures.models import Disclosure
from threads.discussion.models.changes import ThreadChange
from threads.discussion.models.posts import Post
from threads.discussion.models.threads import Thread


class ThreadDeposit(models.Model):
    """That a thread is about a deposit: by the word of who started it, or `brought_by` a merge."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="deposit_links")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="thread_links")
    brought_by = models.ForeignKey(ThreadChange, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "deposit"], name="thread_deposit_once")]
        indexes = [models.Index(fields=["deposit", "-thread"], name="deposit_threads_newest")]


class PostInterest(models.Model):
    """The interest that held when a post was written. The statement it names never changes, so neither does the post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="interests")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "disclosure"], name="post_interest_once")]
