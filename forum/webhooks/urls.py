"""Addresses of webhooks."""

from django.urls import path

from forum.webhooks import api as doors
from forum.webhooks import web

pages = [
    path("settings/webhooks", web.webhooks, name="webhooks"),
    path("settings/webhooks/<int:webhook_id>", web.webhook, name="webhook"),
    path("settings/webhooks/<int:webhook_id>/secret", web.secret, name="webhook-secret"),
    path("settings/webhooks/<int:webhook_id>/ping", web.ping, name="webhook-ping"),
    path("settings/webhooks/<int:webhook_id>/redelivery", web.redeliver, name="webhook-redelivery"),
    path("settings/webhooks/<int:webhook_id>/removal", web.remove, name="webhook-removal"),
]

api = [
    path("webhooks", doors.Webhooks.as_view(), name="api-webhooks"),
    path("webhooks/<int:webhook_id>", doors.WebhookById.as_view(), name="api-webhook"),
    path("webhooks/<int:webhook_id>/secret", doors.WebhookSecret.as_view(), name="api-webhook-secret"),
    path("webhooks/<int:webhook_id>/deliveries", doors.Deliveries.as_view(), name="api-deliveries"),
    path("webhooks/<int:webhook_id>/deliveries/<int:delivery_id>", doors.DeliveryById.as_view(), name="api-delivery"),
    path(
        "webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/redeliveries",
        doors.Redelivery.as_view(),
        name="api-redelivery",
    ),
]
