"""Two addresses for whoever keeps the processes running: is this one alive, and can it do its work."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from forum.http.problems import AWAY, away, problem
from forum.http.valkey import client

HEADERS = {"Cache-Control": "no-store"}


def live(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all. Asks no store: a restart would not bring one back."""
    return JsonResponse({"status": "live"}, headers=HEADERS)


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database and Valkey answer, else a 503 problem; for balancers and deployments."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        client().ping()
    except AWAY:
        return problem(request, away())
    return JsonResponse({"status": "ready"}, headers=HEADERS)


urlpatterns = [
    path("health/live", live, name="health-live"),
    path("health/ready", ready, name="health-ready"),
]
