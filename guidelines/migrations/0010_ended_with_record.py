from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guidelines', '0009_taking_over'),
    ]

    operations = [
        migrations.AddField(
            model_name='manuscript',
            name='ended_with_record',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
