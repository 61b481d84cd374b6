"""How long a text takes through the live rules: `./dev bench screening`, or `python -m benchmarks.screening`
with an empty database in DATABASE_URL.

Writes fifty rules beside those that a new forum begins with, one of which asks for the language, and three hundred sketches
of removed texts, in a transaction, screens posts of several lengths by an ordinary member, and rolls all of it back. Prints
median and 99th percentile in milliseconds, and the
processor's time in this process: on a busy machine the rest is waiting. The promise is under 5.
"""

import os
import statistics
import time
from datetime import date

import django
from django.core.management import call_command
from django.db import transaction
from django.db.models import F

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
ROUNDS = 200


def main() -> None:
    from accounts.members.models import Member, Role
    from forum.kernel.screening import Draft
    from moderation.rules import services
    from moderation.rules.models import Rule, RuleState
    from moderation.rules.shipped import ship

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        author = Member(handle="bench-marker", email="bench@example.org", role=Role.ADMIN, password="!")
        author.save()
        writer = Member(handle="bench-writer", email="writer@example.org", role=Role.MEMBER, password="!")
        writer.joined_on = date(2025, 1, 1)
        writer.save()
        ship()
        for number in range(50):
            asked = [{"is": "words", "any": [f"phrase {number} {n}" for n in range(20)]}, {"is": "age", "below": 3}]
            if number == 0:
                asked = [{"is": "likeness", "least": 0.9}]
            if number == 1:
                asked = [{"is": "rate", "least": 150}]
            if number == 2:
                asked = [{"is": "language", "any": ["tlh"]}]
            services.write_rule(actor=author, name=f"bench {number}", wanted=services.Wanted(asked, "hold", "measures"))
        Rule.objects.update(replayed_version=F("version"))
        Rule.objects.update(state=RuleState.LIVE)
        for number in range(300):
            services.remember_removed(text=" ".join(f"word{number * 7 + n}" for n in range(150)), reason="spam")
        for words in (20, 200, 1500):
            text = " ".join(f"deposit{n % 311} core" for n in range(words // 2))
            draft = Draft(kind="post", text=text, author_id=writer.pk)
            services.screen(draft)
            times, began_work = [], time.process_time()
            for _round in range(ROUNDS):
                began = time.perf_counter()
                services.screen(draft)
                times.append((time.perf_counter() - began) * 1000)
            work = (time.process_time() - began_work) * 1000 / ROUNDS
            times.sort()
            late = times[int(ROUNDS * 0.99) - 1]
            print(
                f"{words:5d} words: median {statistics.median(times):.2f} ms, p99 {late:.2f} ms, own work {work:.2f} ms"
            )
        transaction.set_rollback(True)


if __name__ == "__main__":
    django.setup()
    main()
