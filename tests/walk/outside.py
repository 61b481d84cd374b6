"""What the outside tool is told beyond the schema: which good data may be refused, and that codes are documented."""

import schemathesis
from schemathesis import GenerationMode

# A cursor, a code, a file, a name, a number or a time has the right form and is still none of ours, or not one for this place;
# one field asks for another, or goes without it; marks are piled up; of weights not all may be zero.
RULES = {
    "alt_missing", "bad_condition", "bad_document", "bad_endpoint", "bad_numbers", "bad_score", "bad_time",
    "bad_url", "bad_weight", "bad_zone", "cannot_vouch", "file_not_taken", "forbidden_character", "no_board", "no_such_member",
    "no_term", "not_found", "one_of_two", "past", "required", "same_thread", "taken", "unknown_deposit", "unknown_domain",
    "unknown_party", "wrong_code",
}  # fmt: skip
# By another status good data may always be refused: who asks, what it meets, how often.
STANDING = {401, 403, 404, 409, 412, 429}


@schemathesis.check
def refused_by_a_rule(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> None:
    if response.status_code < 400 or case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    problem = response.json()
    # Columns of the catalogue are texts, and its tables say what each of them means.
    codes = {error["code"] for error in problem["errors"] if not error["field"].startswith("columns.")}
    by_a_rule = response.status_code == 400 and (codes or {problem["code"]} - {"invalid"}) <= RULES
    assert by_a_rule or response.status_code in STANDING, f"good data, and refused: {problem}"


@schemathesis.check
def refused_with_a_documented_code(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    described = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    if response.status_code >= 400 and "x-codes" in described:
        code = response.json()["code"]
        assert code in described["x-codes"], f"{code} is no documented code of this operation"
