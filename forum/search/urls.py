"""Addresses of search."""

from django.urls import path

from forum.search import api as doors
from forum.search import web

pages = [
    path("search", web.search, name="search"),
    path("search/saved", web.save, name="search-save"),
    path("search/saved/<int:saved_id>/removal", web.remove, name="search-remove"),
]

api = [
    path("search", doors.Search.as_view(), name="api-search"),
    path("me/searches", doors.SavedSearches.as_view(), name="api-saved-searches"),
    path("me/searches/<int:saved_id>", doors.SavedSearchById.as_view(), name="api-saved-search"),
]
