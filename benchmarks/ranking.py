"""How long it takes to rank deposits with their intervals: 10,000 within 10 s on two cores.

    python benchmarks/ranking.py [--deposits 10000]

The catalogue is made up with a fixed seed: figures spread over powers of ten as the real ones are, three statements
and two zones a deposit, a tenth of them without a composition. Reading from a database is not part of it.
"""

import argparse
import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from threads.deposits.arithmetic import ELEMENTS
from threads.deposits.reporting import Category
from threads.rankings.scoring import DepositInput, ElementRow, RankingInput, Statement, rank_by_resource

LIMIT_SECONDS = 10.0
LIMIT_AT = 10_000
PARTS = (Category.MEASURED, Category.INDICATED, Category.INFERRED)


def made_up_deposit(number: int, chance: random.Random) -> DepositInput:
    """A deposit with figures spread over powers of ten."""
    slug = f"deposit-{number:06d}"
    year = chance.randint(2010, 2025)
    grade = 10 ** chance.uniform(-2, 1)
    statements = tuple(
        Statement(
            id=f"{slug}, {part.value}",
            category=part,
            tonnes=10 ** chance.uniform(-1, 3),
            grade_pct=grade * chance.uniform(0.5, 1.5),
            code=chance.choice(("JORC 2012", "NI 43-101", "S-K 1300", "")),
            effective=f"{year}-06-30",
        )
        for part in PARTS
    )
    elements = tuple(
        ElementRow(
            id=f"{slug}, zone {zone}",
            zone=str(zone),
            ore_mt=10 ** chance.uniform(-1, 3),
            ppm=tuple(10 ** chance.uniform(0, 4) for _ in ELEMENTS),
            complete=number % 10 != 0,
        )
        for zone in (1, 2)
    )
    return DepositInput(slug=slug, statements=statements, elements=elements)


def main() -> int:
    """Rank and report; 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description="Time the ranking by resource.")
    parser.add_argument("--deposits", type=int, default=LIMIT_AT)
    count = parser.parse_args().deposits
    chance = random.Random(20251205)
    inputs = RankingInput(deposits=tuple(made_up_deposit(number, chance) for number in range(count)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    ranking = rank_by_resource(inputs)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{count:,} deposits, {len(ranking.ranked):,} ranked with intervals: {seconds:.2f} s")
    print(f"peak memory {after / 1024:,.0f} MB, of which {(after - before) / 1024:,.0f} MB by the ranking")
    if count <= LIMIT_AT and seconds > LIMIT_SECONDS:
        print(f"slower than {LIMIT_SECONDS:.0f} s")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
