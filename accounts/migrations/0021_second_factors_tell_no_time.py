"""The second factors' table keeps no exact time, whoever writes to it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_blur_factor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unit text := 'day';
BEGIN
    IF (SELECT protected FROM accounts_member WHERE id = NEW.user_id) THEN
        unit := 'month';
        NEW.last_used_at := NULL;
    END IF;
    NEW.created_at := date_trunc(unit, NEW.created_at, 'UTC');
    NEW.last_used_at := date_trunc('day', NEW.last_used_at, 'UTC');
    IF NEW.data ? 'viewed_at' THEN
        NEW.data := jsonb_set(NEW.data, '{viewed_at}', '1');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER blur_factor BEFORE INSERT OR UPDATE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION accounts_blur_factor();
"""

BACKWARD = """
DROP TRIGGER blur_factor ON mfa_authenticator;
DROP FUNCTION accounts_blur_factor;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_people"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
