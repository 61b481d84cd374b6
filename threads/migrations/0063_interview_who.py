"""What the database holds besides the path: who takes a step, that the guest was checked, and what stays as it was agreed."""

from django.db import migrations

WHO = """
CREATE FUNCTION threads_interview_who() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found threads_interview%ROWTYPE;
    staff boolean;
    of_case boolean;
    invited boolean;
BEGIN
    SELECT * INTO found FROM threads_interview WHERE id = NEW.interview_id;
    staff := EXISTS (SELECT FROM accounts_member WHERE id = NEW.actor_id AND role IN ('editor', 'admin'));
    of_case := staff AND EXISTS (
        SELECT FROM threads_caseeditor WHERE interview_id = found.id AND editor_id = NEW.actor_id);
    invited := EXISTS (
        SELECT FROM accounts_pass WHERE member_id = NEW.actor_id AND invitation_id = found.invitation_id
        AND purpose = 'interview');
    IF (CASE
        WHEN NEW.from_state = 'proposed' AND NEW.to_state = 'triage'
            THEN staff OR (NEW.actor_id IS NULL AND found.second_count >= 25)
        WHEN NEW.from_state = 'proposed' AND NEW.to_state = 'withdrawn' THEN NEW.actor_id = found.proposer_id
        WHEN NEW.to_state IN ('merged', 'taken_down') THEN staff
        WHEN NEW.to_state = 'lapsed' THEN NEW.actor_id IS NULL AND found.lapse_on <= current_date
        WHEN NEW.to_state = 'accepted' THEN invited
        WHEN NEW.to_state = 'refused' THEN invited OR of_case
        WHEN NEW.to_state IN ('terms_agreed', 'frozen', 'withdrawn') OR NEW.from_state = 'guest_review'
            THEN NEW.actor_id = found.guest_id
        WHEN NEW.to_state = 'selected'
            THEN of_case OR (NEW.actor_id IS NULL AND found.questions_until <= clock_timestamp())
        WHEN NEW.from_state = 'embargoed' THEN NEW.actor_id IS NULL
        ELSE of_case END) IS NOT TRUE
    THEN
        RAISE EXCEPTION 'a step of interview % from % to % is not for %', found.id, NEW.from_state, NEW.to_state,
            coalesce(NEW.actor_id::text, 'the clock')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_step_by_whom';
    END IF;
    IF NEW.to_state = 'terms_agreed' AND NOT EXISTS (
        SELECT FROM threads_interviewguestcheck WHERE interview_id = found.id AND guest_id = found.guest_id) THEN
        RAISE EXCEPTION 'nobody checked who the guest of interview % is', found.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_guest_checked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER threads_interview_who BEFORE INSERT ON threads_interviewtransition
    FOR EACH ROW EXECUTE FUNCTION threads_interview_who();
"""

KEPT = """
CREATE FUNCTION threads_interview_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.guest_id IS NOT NULL AND NEW.guest_id IS DISTINCT FROM OLD.guest_id THEN
        RAISE EXCEPTION 'interview % has its guest', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_guest_stays';
    END IF;
    IF OLD.state IN ('embargoed', 'published', 'corrected', 'taken_down')
        AND (NEW.embargo_until IS DISTINCT FROM OLD.embargo_until OR NEW.published_at IS DISTINCT FROM OLD.published_at) THEN
        RAISE EXCEPTION 'the time of publication of interview % was announced', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_time_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER threads_interview_agreed BEFORE UPDATE ON threads_interview
    FOR EACH ROW EXECUTE FUNCTION threads_interview_agreed();

CREATE FUNCTION threads_interviewterms_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.agreed_on IS NOT NULL
        OR (NEW.interview_id, NEW.wording, NEW.attribution, NEW.shown_as, NEW.shown_role, NEW.offered_on)
        <> (OLD.interview_id, OLD.wording, OLD.attribution, OLD.shown_as, OLD.shown_role, OLD.offered_on) THEN
        RAISE EXCEPTION 'terms stay as they were offered; a later offer is a new one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_terms_stay';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER threads_interviewterms_kept BEFORE UPDATE OR DELETE ON threads_interviewterms
    FOR EACH ROW EXECUTE FUNCTION threads_interviewterms_kept();
CREATE TRIGGER threads_interviewguestcheck_kept BEFORE UPDATE OR DELETE ON threads_interviewguestcheck
    FOR EACH ROW EXECUTE FUNCTION threads_kept_as_it_is();
"""

UNDO = (
    "DROP TRIGGER threads_interviewguestcheck_kept ON threads_interviewguestcheck;"
    "DROP FUNCTION threads_interviewterms_kept CASCADE; DROP FUNCTION threads_interview_agreed CASCADE;"
    "DROP FUNCTION threads_interview_who CASCADE;"
)


class Migration(migrations.Migration):
    dependencies = [("threads", "0062_guest_checks")]

    operations = [migrations.RunSQL(WHO + KEPT, UNDO)]
