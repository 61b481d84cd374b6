"""Reading a catalogue from CSV or JSON into checked plain records. Nothing is written here; services do that."""

from threads.deposits.importing.catalogue import Catalogue, read_catalogue
from threads.deposits.importing.occurrences import (
    LikelyDouble,
    Named,
    OccurrenceRecord,
    Occurrences,
    likely_doubles,
    read_occurrences,
)
from threads.deposits.importing.problems import Problem, Severity
from threads.deposits.importing.records import (
    ControlRecord,
    DepositRecord,
    ElementRecord,
    OutputRecord,
    PartyRecord,
    PriceRecord,
    StatementRecord,
)

__all__ = [
    "Catalogue",
    "ControlRecord",
    "DepositRecord",
    "ElementRecord",
    "LikelyDouble",
    "Named",
    "OccurrenceRecord",
    "Occurrences",
    "OutputRecord",
    "PartyRecord",
    "PriceRecord",
    "Problem",
    "Severity",
    "StatementRecord",
    "likely_doubles",
    "read_catalogue",
    "read_occurrences",
]
