from django.db import migrations, models

# As before: a notice is about one thing. A webhook of one's own, like a report or a verification, is named by its reason.
ONE_THING = (
    "ALTER TABLE forum_notification DROP CONSTRAINT notification_about_one_thing;"
    "ALTER TABLE forum_notification ADD CONSTRAINT notification_about_one_thing CHECK"
    " (num_nonnulls(post_id, change_id, proposal_id, interview_id, statement_id)"
    " = CASE WHEN reason IN ({}) THEN 0 ELSE 1 END)"
)


class Migration(migrations.Migration):
    dependencies = [("forum", "0061_more_reasons")]

    operations = [
        migrations.RemoveConstraint(model_name="notification", name="notification_reason_known"),
        migrations.AlterField(
            model_name="notification",
            name="reason",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (10, "A search you saved finds it"),
                    (20, "You follow its author"),
                    (30, "You follow the deposit"),
                    (35, "You follow the interview"),
                    (40, "You watch the board"),
                    (50, "You watch the thread"),
                    (60, "A reply to you"),
                    (70, "You are mentioned"),
                    (80, "You asked to be reminded"),
                    (84, "You asked it"),
                    (85, "You proposed it"),
                    (86, "It waits for you"),
                    (87, "You reported it"),
                    (88, "It is your webhook"),
                    (90, "Your verification"),
                    (91, "You appealed"),
                    (92, "It is about you"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(reason__in=[10, 20, 30, 35, 40, 50, 60, 70, 80, 84, 85, 86, 87, 88, 90, 91, 92]),
                name="notification_reason_known",
            ),
        ),
        migrations.RunSQL(
            ONE_THING.format("86, 87, 88, 90"),
            "DELETE FROM forum_notification WHERE reason = 88;" + ONE_THING.format("86, 87, 90"),
        ),
    ]
