"""Where every address leads."""

from django.conf import settings
from django.urls import include, path

import accounts.urls
import forum.notifications.urls
import forum.privacy.urls
import forum.search.urls
import forum.sync.urls
import forum.webhooks.urls
import moderation.urls
import threads.urls
from forum import web
from forum.http import health, problems, reference

pages = [
    path("", threads.urls.home, name="home"),
    path("about", web.about, name="about"),
    path("theme", web.theme, name="theme"),
    path("robots.txt", threads.urls.robots, name="robots"),
    path("metrics", web.metrics, name="metrics"),
    *accounts.urls.pages,
    *threads.urls.pages,
    *forum.notifications.urls.pages,
    *forum.search.urls.pages,
    *forum.webhooks.urls.pages,
    *forum.privacy.urls.pages,
    *moderation.urls.pages,
]

api = [
    *accounts.urls.api,
    *threads.urls.api,
    *forum.notifications.urls.api,
    *forum.search.urls.api,
    *forum.sync.urls.api,
    *forum.webhooks.urls.api,
    *forum.privacy.urls.api,
    *moderation.urls.api,
    *reference.urlpatterns,
]

urlpatterns = [
    *pages,
    *([path("", include("accounts.members.outside"))] if settings.OUTSIDE_NAME else []),
    path("account/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/", include(api)),
    *problems.urlpatterns,
    *health.urlpatterns,
]

if settings.DEBUG:
    urlpatterns.append(path("design/", web.design, name="design"))

handler400 = "forum.http.problems.handler400"
handler403 = "forum.http.problems.handler403"
handler404 = "forum.http.problems.handler404"
handler500 = "forum.http.problems.handler500"
