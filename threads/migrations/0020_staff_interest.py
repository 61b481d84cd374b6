"""Who disclosed an interest in a party keeps out of its cases of verification, without declaring it a second time."""

from django.db import migrations

FORWARD = """
ALTER FUNCTION accounts_has_interest(bigint, uuid) RENAME TO accounts_has_declared_interest;
CREATE FUNCTION accounts_has_interest(candidate bigint, asked uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT accounts_has_declared_interest(candidate, asked)
        OR EXISTS (SELECT 1 FROM accounts_verificationrequest r
            JOIN accounts_party p ON p.slug = r.party_slug
            JOIN threads_disclosure d ON d.party_id = p.id
            WHERE r.id = asked AND d.member_id = candidate AND d.interest <> 'none'
                AND (d.ended_on IS NULL OR d.ended_on > current_date - 365))
$$;
"""

BACKWARD = """
DROP FUNCTION accounts_has_interest(bigint, uuid);
ALTER FUNCTION accounts_has_declared_interest(bigint, uuid) RENAME TO accounts_has_interest;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0023_verification_guards"), ("threads", "0011_catalogue_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
