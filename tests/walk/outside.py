"""What the outside tool is told beyond the schema: good data that is refused must be refused by a rule that no schema can say."""

import schemathesis
from schemathesis import GenerationMode

# A cursor, a code, a file, a name or an address has the right form and is still none of ours; of two fields one is to be filled,
# and of weights not all may be zero.
RULES = {
    "bad_cursor", "bad_document", "bad_url", "bad_weight", "cannot_vouch", "one_of_two", "unknown_domain", "unknown_party",
    "wrong_code",
}  # fmt: skip


@schemathesis.check
def refused_by_a_rule(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> None:
    if response.status_code != 400 or case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    problem = response.json()
    codes = {error["code"] for error in problem["errors"]} or {problem["code"]}
    assert codes <= RULES, f"good data, and refused: {problem}"
