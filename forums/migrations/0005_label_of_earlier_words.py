from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0004_room_of_earlier_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='postversion',
            name='marking',
            field=models.CharField(blank=True, choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='', max_length=12),
        ),
    ]
