"""Addresses of a member's own data."""

from django.urls import path

from forum.privacy import api as doors
from forum.privacy import web

pages = [
    path("settings/privacy", web.overview, name="privacy"),
    path("settings/privacy/export", web.export, name="export"),
    path("settings/privacy/export/<uuid:export_id>", web.export_file, name="export-file"),
    path("settings/privacy/erasure", web.erasure, name="erasure"),
    path("settings/privacy/erasure/stop", web.stop_erasure, name="erasure-stop"),
    path("settings/privacy/agree", web.agree, name="agree"),
    path("erasures/<str:secret>", web.certificate, name="certificate"),
    path("documents/<slug:name>", web.document, name="document"),
    path("documents/<slug:name>/<int:version>", web.document, name="document-version"),
]

api = [
    path("me/export", doors.Exports.as_view(), name="api-exports"),
    path("me/export/<uuid:export_id>", doors.ExportFile.as_view(), name="api-export-file"),
    path("me/erasure", doors.Erasure.as_view(), name="api-erasure"),
    path("me/consents", doors.Consents.as_view(), name="api-consents"),
]
