import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_signed_text_stays'),
        ('directory', '__first__'),
        ('guidelines', '0003_versions_stay'),
        ('markings', '0001_initial'),
        ('taxonomy', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['review_by', 'id'], name='guidelines_due'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='signed_of',
            field=models.CharField(blank=True, default='', editable=False, max_length=12),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Proposed'), ('taken', 'Accepted'), ('left', 'Not accepted'), ('past', 'Replaced')], default='waiting', max_length=7, verbose_name='state')),
                ('text', models.TextField(max_length=8000, verbose_name='text')),
                ('source_digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='translated')),
                ('ended_at', models.DateTimeField(null=True)),
                ('administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.administration')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('translation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='guidelines.translation')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.version')),
            ],
            options={
                'verbose_name': 'wording',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('translation', 'by'), name='guidelines_one_proposal_each'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='guidelines_wording_ended')],
            },
        ),
        migrations.AddField(
            model_name='briefing',
            name='works',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False),
        ),
        migrations.AddField(
            model_name='identity',
            name='writers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False),
        ),
        migrations.AlterField(
            model_name='record',
            name='withdrawal_reason',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AlterField(
            model_name='reexamination',
            name='statement',
            field=models.TextField(blank=True, verbose_name='statement'),
        ),
        migrations.AddField(
            model_name='unsealing',
            name='told_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='record',
            name='source_note',
            field=models.CharField(blank=True, max_length=500, verbose_name='note on the source'),
        ),
        migrations.AddField(
            model_name='record',
            name='sources_reviewed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='record',
            name='sources_reviewed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('sources_reviewed_at__isnull', False), ('sources_reviewed_by', None), _connector='OR'), name='guidelines_reviewer_has_moment'),
        ),
        migrations.RemoveConstraint(
            model_name='reexamination',
            name='guidelines_one_hint_per_person',
        ),
        migrations.AddConstraint(
            model_name='reexamination',
            constraint=models.UniqueConstraint(models.F('record'), models.F('noted_by'), models.F('cause'), django.db.models.functions.text.MD5('note'), django.db.models.functions.text.MD5('source'), condition=models.Q(('state', 'hint')), name='guidelines_hint_once'),
        ),
        migrations.AddField(
            model_name='reexamination',
            name='rewritten_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='reexamination',
            name='ending',
            field=models.CharField(blank=True, choices=[('version', 'A new version'), ('current', 'Nothing changes: it is still right'), ('withdrawn', 'It was withdrawn'), ('replaced', 'Another record took its place'), ('dismissed', 'No review is needed')], max_length=9, verbose_name='what came of it'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='guidelines_latest'),
        ),
    ]
