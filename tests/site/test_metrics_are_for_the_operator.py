"""The spine's figures, for whoever holds the operator's token."""

import pytest
from django.conf import LazySettings
from django.test import Client

TOKEN = "a token of the operator's own"


@pytest.mark.django_db
def test_with_the_token_the_figures_are_there(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = TOKEN
    answer = Client(headers={"authorization": f"Bearer {TOKEN}"}).get("/metrics")
    assert answer.status_code == 200
    assert b"assay_outbox" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer another", TOKEN, "Bearer é"])
def test_without_it_there_is_nothing_there(settings: LazySettings, given: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert Client(headers={"authorization": given}).get("/metrics").status_code == 404


@pytest.mark.django_db
def test_where_no_token_is_set_nothing_opens_it(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = ""
    assert Client(headers={"authorization": "Bearer "}).get("/metrics").status_code == 404
