"""Hands on the models of the app's features."""

from threads.discussion.attachments.models import Attachment, AttachmentUse
from threads.discussion.models import Board, Post, PostRevision, Thread

__all__ = ["Attachment", "AttachmentUse", "Board", "Post", "PostRevision", "Thread"]
