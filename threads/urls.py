"""Addresses of the talk's features."""

from django.urls import path

from threads.discussion import api as discussion_api
from threads.discussion import web as discussion_web
from threads.interviews import urls as interviews

home = discussion_web.home

pages = [
    path("boards", discussion_web.boards, name="boards"),
    path("boards/<slug:slug>", discussion_web.board, name="board"),
    path("boards/<slug:slug>/new", discussion_web.new_thread, name="thread-new"),
    path("threads/<int:thread_id>", discussion_web.thread, name="thread"),
    path("threads/<int:thread_id>/reply", discussion_web.reply, name="thread-reply"),
    path("threads/<int:thread_id>/closure", discussion_web.closure, name="thread-closure"),
    path("threads/<int:thread_id>/<int:number>", discussion_web.post, name="post"),
    path("members/<str:handle>", discussion_web.member, name="member"),
    path("posts/<int:post_id>/edit", discussion_web.edit, name="post-edit"),
    *interviews.pages,
]

api = [
    path("boards", discussion_api.Boards.as_view(), name="api-boards"),
    path("boards/<slug:slug>", discussion_api.BoardBySlug.as_view(), name="api-board"),
    path("threads", discussion_api.Threads.as_view(), name="api-threads"),
    path("threads/<int:thread_id>", discussion_api.ThreadById.as_view(), name="api-thread"),
    path("threads/<int:thread_id>/closure", discussion_api.Closure.as_view(), name="api-closure"),
    path("threads/<int:thread_id>/posts", discussion_api.Posts.as_view(), name="api-posts"),
    path("posts/<int:post_id>", discussion_api.PostById.as_view(), name="api-post"),
    path("posts/<int:post_id>/revisions", discussion_api.Revisions.as_view(), name="api-revisions"),
    *interviews.api,
]
