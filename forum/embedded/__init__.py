"""PostgreSQL, Valkey and Caddy from wheels, and the one supervisor over all parts. Needs no Django settings."""

from forum.embedded.postgres import Postgres
from forum.embedded.processes import Process, StartFailed
from forum.embedded.valkey import Valkey

__all__ = ["Postgres", "Process", "StartFailed", "Valkey"]
