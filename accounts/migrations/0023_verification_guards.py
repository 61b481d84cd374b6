"""What must hold of verification, whoever writes to its tables."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_is_staff(candidate bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM accounts_member WHERE id = candidate
        AND role IN ('moderator', 'editor', 'admin') AND standing IN ('good', 'silenced'))
$$;

CREATE FUNCTION accounts_has_interest(candidate bigint, asked uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM accounts_verificationrequest r WHERE r.id = asked AND r.member_id = candidate)
        OR EXISTS (SELECT 1 FROM accounts_vouch v WHERE v.request_id = asked AND v.voucher_id = candidate)
        OR EXISTS (SELECT 1 FROM accounts_verificationrequest r JOIN accounts_staffinterest i ON i.party_slug = r.party_slug
            WHERE r.id = asked AND i.staff_id = candidate AND r.party_slug <> '')
        OR EXISTS (SELECT 1 FROM accounts_verificationrequest r JOIN accounts_attestation a
            ON a.party_slug = r.party_slug AND a.ended_on IS NULL
            WHERE r.id = asked AND a.member_id = candidate AND r.party_slug <> '')
        OR EXISTS (SELECT 1 FROM accounts_verificationrequest r JOIN accounts_invitation i
            ON i.used_by_id = r.member_id AND i.inviter_id = candidate AND i.purpose = 'forum'
            WHERE r.id = asked)
$$;

CREATE FUNCTION accounts_guard_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT accounts_is_staff(NEW.staff_id) THEN
        RAISE EXCEPTION 'only the staff votes' USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_by_staff';
    END IF;
    IF accounts_has_interest(NEW.staff_id, NEW.request_id) THEN
        RAISE EXCEPTION 'an interest of their own' USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_own_interest';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM accounts_assignment WHERE request_id = NEW.request_id AND staff_id = NEW.staff_id) THEN
        RAISE EXCEPTION 'not on the case' USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_on_case';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard_vote BEFORE INSERT OR UPDATE ON accounts_vote
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_vote();

CREATE FUNCTION accounts_guard_attestation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked accounts_verificationrequest%ROWTYPE;
    accepts integer;
    needed integer := 1;
    able integer;
BEGIN
    SELECT * INTO asked FROM accounts_verificationrequest WHERE id = NEW.request_id;
    IF asked.state <> 'accepted' OR asked.member_id <> NEW.member_id OR asked.position <> NEW.position
        OR asked.party_slug <> NEW.party_slug OR asked.party_name <> NEW.party_name THEN
        RAISE EXCEPTION 'not what was asked for' USING ERRCODE = 'check_violation', CONSTRAINT = 'attestation_as_asked';
    END IF;
    SELECT count(DISTINCT staff_id) INTO accepts FROM accounts_vote WHERE request_id = NEW.request_id AND accept;
    IF NEW.position IN ('official', 'armed_group') THEN
        needed := 2;
    END IF;
    IF accepts >= needed THEN
        NEW.by_exception := false;
        RETURN NEW;
    END IF;
    SELECT count(*) INTO able FROM accounts_member
        WHERE role IN ('moderator', 'editor', 'admin') AND standing IN ('good', 'silenced');
    IF NEW.by_exception AND accepts = 1 AND able = 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'too few votes' USING ERRCODE = 'check_violation', CONSTRAINT = 'attestation_votes';
END
$$;
CREATE TRIGGER guard_attestation BEFORE INSERT ON accounts_attestation
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_attestation();

CREATE FUNCTION accounts_keep_attestation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.member_id, OLD.request_id, OLD.position, OLD.scope, OLD.party_slug, OLD.party_name, OLD.issued_on, OLD.expires_on)
        IS DISTINCT FROM
        (NEW.member_id, NEW.request_id, NEW.position, NEW.scope, NEW.party_slug, NEW.party_name, NEW.issued_on, NEW.expires_on)
        OR (OLD.ended_on IS NOT NULL AND NEW.ended_on IS NULL) THEN
        RAISE EXCEPTION 'an attestation is not rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'attestation_kept';
    END IF;
    IF OLD.by_exception AND NOT NEW.by_exception
        AND (SELECT count(DISTINCT staff_id) FROM accounts_vote WHERE request_id = NEW.request_id AND accept) < 2 THEN
        RAISE EXCEPTION 'too few votes' USING ERRCODE = 'check_violation', CONSTRAINT = 'attestation_votes';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_attestation BEFORE UPDATE ON accounts_attestation
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_attestation();

CREATE FUNCTION accounts_guard_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.destroyed_on IS NULL THEN
            RAISE EXCEPTION 'destroy it first' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_destroyed_first';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.destroyed_on IS NOT NULL THEN
        RAISE EXCEPTION 'it is destroyed' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_stays_destroyed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard_evidence BEFORE UPDATE OR DELETE ON accounts_evidence
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_evidence();
"""

BACKWARD = """
DROP TRIGGER guard_evidence ON accounts_evidence;
DROP TRIGGER keep_attestation ON accounts_attestation;
DROP TRIGGER guard_attestation ON accounts_attestation;
DROP TRIGGER guard_vote ON accounts_vote;
DROP FUNCTION accounts_guard_evidence, accounts_keep_attestation, accounts_guard_attestation, accounts_guard_vote;
DROP FUNCTION accounts_has_interest, accounts_is_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_verification")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
