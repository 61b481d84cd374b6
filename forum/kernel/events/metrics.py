"""The spine for Prometheus: gauges read from the tables at each scrape, so any process may answer."""

from collections.abc import Collection, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from forum.kernel.events.status import Status, status


class SpineCollector(Collector):
    """Gives `collect` to a Prometheus registry."""

    def __init__(self, declared: Collection[str]) -> None:
        self.declared = declared

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One look at the spine."""
        return collect(self.declared)


def exposition(declared: Collection[str]) -> bytes:
    """The metrics as Prometheus' text, for the door that serves them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(SpineCollector(declared))
    return generate_latest(registry)


def collect(declared: Collection[str]) -> Iterator[GaugeMetricFamily]:
    """The metrics of the spine, for the consumers `declared` in the table."""
    seen = status(declared)
    yield from _overall(seen)
    yield from _by_consumer(seen)
    jobs = GaugeMetricFamily("assay_jobs", "Jobs that are not done.", labels=["state"])
    for state, count in (
        ("waiting", seen.jobs.waiting),
        ("failing", seen.jobs.failing),
        ("given_up", seen.jobs.given_up),
    ):
        jobs.add_metric([state], count)
    yield jobs
    if seen.queues is not None:
        queues = GaugeMetricFamily("assay_queue_length", "Messages waiting in a queue of Celery's.", labels=["queue"])
        for name, length in seen.queues.items():
            queues.add_metric([name], length)
        yield queues


def _overall(seen: Status) -> Iterator[GaugeMetricFamily]:
    for name, help_text, value in (
        ("assay_events_last_seq", "The newest event's number.", seen.last_seq),
        ("assay_outbox_events", "Events committed and not yet numbered.", seen.outbox),
        ("assay_outbox_held_events", "Coarse events that wait for their hour.", seen.held),
        ("assay_relay_leads", "1 when a relay leads.", seen.relay_leads),
        ("assay_broker_up", "1 when the broker answers.", seen.queues is not None),
        ("assay_log_stray_events", "Events that found no month of their own.", seen.strays),
    ):
        yield GaugeMetricFamily(name, help_text, value=float(value))


def _by_consumer(seen: Status) -> Iterator[GaugeMetricFamily]:
    families = {
        "position": GaugeMetricFamily("assay_consumer_position", "The last event handled.", labels=["consumer"]),
        "lag": GaugeMetricFamily("assay_consumer_lag_events", "Events not yet handled.", labels=["consumer"]),
        "lag_seconds": GaugeMetricFamily(
            "assay_consumer_lag_seconds", "Age of the oldest of them.", labels=["consumer"]
        ),
        "parked": GaugeMetricFamily(
            "assay_consumer_parked_events", "Events set aside after failing.", labels=["consumer"]
        ),
        "paused": GaugeMetricFamily("assay_consumer_paused", "1 when paused by an operator.", labels=["consumer"]),
    }
    for consumer in seen.consumers:
        for field, family in families.items():
            family.add_metric([consumer.name], float(getattr(consumer, field)))
    yield from families.values()
