"""Addresses of notifications."""

from django.urls import path

from forum.notifications import api as doors
from forum.notifications import web

pages = [
    path("inbox", web.inbox, name="inbox"),
    path("inbox/count", web.count, name="inbox-count"),
    path("inbox/reading", web.reading, name="inbox-reading"),
    path("inbox/<int:seq>", web.opened, name="inbox-open"),
    path("watching", web.watch, name="watching"),
    path("settings/notifications", web.preferences, name="notification-settings"),
    path("settings/notifications/push", web.push_here, name="push-here"),
    path("settings/notifications/push/removal", web.push_no_more, name="push-no-more"),
    path("service-worker.js", web.service_worker, name="service-worker"),
    path("mail/events", web.mail_events, name="mail-events"),
    path("stop-mail/<str:token>", web.stop_mail, name="stop-mail"),
]

api = [
    path("me/notifications", doors.Notifications.as_view(), name="api-notifications"),
    path("me/notifications/reading", doors.Reading.as_view(), name="api-notifications-reading"),
    path("me/notifications/<int:notification_id>", doors.NotificationById.as_view(), name="api-notification"),
    path("me/notifications/channels", doors.Telling.as_view(), name="api-telling"),
    path("me/devices", doors.Devices.as_view(), name="api-devices"),
    path("me/devices/<int:device_id>", doors.Device.as_view(), name="api-device"),
    path("me/subscriptions", doors.Subscriptions.as_view(), name="api-subscriptions"),
    path("me/subscriptions/<slug:kind>/<str:key>", doors.Subscription.as_view(), name="api-subscription"),
]
