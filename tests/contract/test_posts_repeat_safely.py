"""Each POST with the same Idempotency-Key is done once; the same key with another body is refused."""

import re
from typing import Any

from tests.contract.ground import Ground, Walked, told, undone, walked
from tests.world import changed_tables, code_of, everything


def other(one: Walked, body: Any) -> Any:
    """Another body that fits the schema, or None where there is no other."""
    body = body or {}
    # Free words first: another name would have to be somebody's.
    for name, how in sorted(
        one.fields.items(), key=lambda item: ("u202a" not in item[1].get("pattern", ""), item[0] not in body)
    ):
        value = body.get(name)
        if isinstance(value, bytes):
            return {**body, name: value + b"\n%"}
        if how.get("type") == "boolean":
            return {**body, name: not value}
        if how.get("type") == "string" and "enum" not in how and "format" not in how:
            longer = f"{value or ''}a"
            if re.search(how.get("pattern", ""), longer):
                return {**body, name: longer}
        if "enum" in how and value in how["enum"]:
            return {**body, name: next(choice for choice in how["enum"] if choice != value)}
        if how.get("type") == "integer":
            return {**body, name: (value or how.get("minimum", 0)) + 1}
    return None


def wrong(laid: Ground, one: Walked) -> str:
    """What of the promise this operation breaks, or nothing."""
    name = laid.somebody(one)
    if not name:
        return "nobody may do it on this ground"
    headers = {"if_match": laid.tag(one)} if one.takes("If-Match") else {}
    with undone():
        first = laid.send(name, one, idempotency_key="once", **headers)
        before = everything()
        again = laid.send(name, one, idempotency_key="once", **headers)
        if (first.status_code, first.content) != (again.status_code, again.content):
            return (
                f"answers {again.status_code} {again.content[:300]!r} after {first.status_code} {first.content[:300]!r}"
            )
        if again.headers.get("Idempotency-Replayed") != "true" or "Idempotency-Replayed" in first.headers:
            return "does not say which answer is the repeat"
        if first.headers.get("Location") != again.headers.get("Location"):
            return "names another address"
        changed = other(one, laid.body(one))
        if changed is not None:
            refused = laid.send(name, one, changed, idempotency_key="once", **headers)
            if refused.status_code != 422 or code_of(refused) != "idempotency_key_reused":
                return f"takes the key for another body: {refused.status_code} {refused.content[:300]!r}"
        twice = changed_tables(before, everything())
        return f"does it again: {twice}" if twice else ""


def test_each_post_with_a_key_is_done_once(laid: Ground) -> None:
    faults = {one.name: wrong(laid, one) for one in walked("POST") if one.takes("Idempotency-Key")}
    assert told(faults) == ""


def test_a_post_without_a_key_says_what_a_repeat_does() -> None:
    without = [one for one in walked("POST") if not one.takes("Idempotency-Key")]
    assert without
    assert [one.name for one in without if "repeat" not in one.described["description"]] == []


def test_no_other_method_takes_a_key() -> None:
    assert [one.name for one in walked("GET", "PUT", "PATCH", "DELETE") if one.takes("Idempotency-Key")] == []
