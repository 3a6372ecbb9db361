"""An event may be kept out of the words of mails more strictly than its row is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="floor",
            field=models.CharField(
                blank=True,
                choices=[
                    ("clear", "TLP:CLEAR"),
                    ("green", "TLP:GREEN"),
                    ("amber", "TLP:AMBER"),
                    ("amber-strict", "TLP:AMBER+STRICT"),
                    ("red", "TLP:RED"),
                ],
                max_length=12,
            ),
        ),
    ]
