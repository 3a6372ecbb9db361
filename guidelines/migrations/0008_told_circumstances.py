from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guidelines', '0007_begun_anew'),
    ]

    operations = [
        migrations.AddField(
            model_name='circumstances',
            name='is_told',
            field=models.BooleanField(default=False),
        ),
    ]
