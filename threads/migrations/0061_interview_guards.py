"""What the database itself holds of interviews: the path of states, what others see, and what never changes again."""

from django.db import migrations

TRANSITION = """
CREATE FUNCTION threads_interview_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found threads_interview%ROWTYPE;
BEGIN
    SELECT * INTO found FROM threads_interview WHERE id = NEW.interview_id FOR UPDATE;
    IF found.state <> NEW.from_state OR found.state_number + 1 <> NEW.number THEN
        RAISE EXCEPTION 'interview % is %, not %', found.id, found.state, NEW.from_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_step_in_order';
    END IF;
    IF NEW.to_state = 'approached' AND (found.risk = 'unknown' OR (found.risk = 'danger' AND NOT EXISTS (
        SELECT FROM threads_interviewriskreview WHERE interview_id = found.id AND proceed
        AND id = (SELECT max(id) FROM threads_interviewriskreview WHERE interview_id = found.id)))) THEN
        RAISE EXCEPTION 'interview % has no risk review that lets it go on', found.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_risk_reviewed';
    END IF;
    IF NEW.to_state = 'terms_agreed' AND NOT EXISTS (
        SELECT FROM threads_interviewterms WHERE interview_id = found.id AND agreed_on IS NOT NULL) THEN
        RAISE EXCEPTION 'interview % has no agreed terms', found.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_terms_first';
    END IF;
    IF NEW.to_state = 'frozen' AND (
        EXISTS (SELECT FROM threads_answer WHERE interview_id = found.id AND state IN ('draft', 'submitted'))
        OR NOT EXISTS (SELECT FROM threads_answer WHERE interview_id = found.id AND state IN ('cleared', 'released')
                       AND attribution <> 'off_record')) THEN
        RAISE EXCEPTION 'interview % has answers that the guest did not clear, or none', found.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_answers_cleared';
    END IF;
    IF NEW.from_state = 'embargoed' AND found.embargo_until > clock_timestamp() THEN
        RAISE EXCEPTION 'the embargo of interview % holds', found.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_embargo_holds';
    END IF;
    IF NEW.to_state IN ('published', 'corrected', 'embargoed') AND NOT EXISTS (
        SELECT FROM threads_transcript WHERE interview_id = found.id
        AND version >= CASE NEW.to_state WHEN 'corrected' THEN 2 ELSE 1 END) THEN
        RAISE EXCEPTION 'interview % has no transcript', found.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_transcript_first';
    END IF;
    IF NEW.to_state = 'taken_down' AND (SELECT count(*) FROM threads_takedownvote WHERE interview_id = found.id) < least(2, (
        SELECT count(*) FROM accounts_member WHERE role IN ('editor', 'admin') AND standing = 'good')) THEN
        RAISE EXCEPTION 'taking interview % down takes two editors', found.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_takedown_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER threads_interview_step BEFORE INSERT ON threads_interviewtransition
    FOR EACH ROW EXECUTE FUNCTION threads_interview_step();

CREATE FUNCTION threads_interview_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' OR NEW.state_number <> 0 THEN
            RAISE EXCEPTION 'an interview begins as proposed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_begins_proposed';
        END IF;
    ELSIF (NEW.state, NEW.state_number) <> (OLD.state, OLD.state_number) AND NOT EXISTS (
        SELECT FROM threads_interviewtransition WHERE interview_id = NEW.id AND number = NEW.state_number
        AND NEW.state_number = OLD.state_number + 1 AND from_state = OLD.state AND to_state = NEW.state) THEN
        RAISE EXCEPTION 'interview % cannot go from % to %', NEW.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_step_written_down';
    END IF;
    NEW.face := CASE
        WHEN NEW.state IN ('triage', 'approached') THEN 'with_editors'
        WHEN NEW.state IN ('accepted', 'terms_agreed') THEN
            CASE WHEN NEW.guest_shown THEN 'accepted' ELSE 'with_editors' END
        WHEN NEW.state = 'lapsed' THEN 'closed'
        WHEN NEW.state = 'refused' THEN CASE WHEN NEW.refusal_shown THEN 'declined' ELSE 'closed' END
        WHEN NEW.state = 'withdrawn' THEN CASE
            WHEN TG_OP = 'UPDATE' AND OLD.state = 'withdrawn' THEN OLD.face
            WHEN TG_OP = 'UPDATE' AND OLD.state IN ('accepted', 'terms_agreed') AND NOT NEW.guest_shown THEN 'closed'
            ELSE 'withdrawn' END
        WHEN NEW.state IN ('guest_review', 'frozen') THEN 'answering'
        WHEN NEW.state = 'corrected' THEN 'published'
        ELSE NEW.state END;
    RETURN NEW;
END $$;
CREATE TRIGGER threads_interview_path BEFORE INSERT OR UPDATE ON threads_interview
    FOR EACH ROW EXECUTE FUNCTION threads_interview_path();

CREATE FUNCTION threads_interview_followed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state_number FROM threads_interview WHERE id = NEW.interview_id) < NEW.number THEN
        RAISE EXCEPTION 'step % of interview % was written down and not taken', NEW.number, NEW.interview_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_step_taken';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER threads_interview_followed AFTER INSERT ON threads_interviewtransition
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION threads_interview_followed();
"""

FROZEN = """
CREATE FUNCTION threads_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_state text;
BEGIN
    SELECT state INTO now_state FROM threads_interview WHERE id = coalesce(NEW.interview_id, OLD.interview_id);
    IF now_state NOT IN ('answering', 'guest_review') THEN
        RAISE EXCEPTION 'answers cannot change while their interview is %', now_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_frozen';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state IN ('released', 'struck')
        AND ((NEW.source, NEW.html, NEW.attribution, NEW.version) <> (OLD.source, OLD.html, OLD.attribution, OLD.version)
             OR NEW.state NOT IN (OLD.state, 'struck')) THEN
        RAISE EXCEPTION 'answer % is out', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_out';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER threads_answer_guard BEFORE INSERT OR UPDATE OR DELETE ON threads_answer
    FOR EACH ROW EXECUTE FUNCTION threads_answer_guard();

CREATE FUNCTION threads_kept_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'kept_as_it_is';
END $$;
"""

KEPT = ("threads_interviewtransition", "threads_transcript", "threads_transcriptentry", "threads_takedownvote")
KEEP = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION threads_kept_as_it_is();\n"
    for table in KEPT
)
UNDO = (
    "DROP FUNCTION threads_kept_as_it_is CASCADE; DROP FUNCTION threads_answer_guard CASCADE;"
    "DROP FUNCTION threads_interview_followed CASCADE; DROP FUNCTION threads_interview_path CASCADE;"
    "DROP FUNCTION threads_interview_step CASCADE;"
)


class Migration(migrations.Migration):
    dependencies = [("threads", "0060_interviews"), ("accounts", "0023_verification_guards")]

    operations = [migrations.RunSQL(TRANSITION + FROZEN + KEEP, UNDO)]
