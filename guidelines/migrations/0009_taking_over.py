import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guidelines', '0008_told_circumstances'),
    ]

    operations = [
        migrations.AddField(
            model_name='record',
            name='about_codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='record',
            name='takes_over',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.record'),
        ),
    ]
