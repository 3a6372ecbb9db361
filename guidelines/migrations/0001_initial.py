
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.identifiers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0021_who_signs'),
        ('files', '0001_initial'),
        ('markings', '0001_initial'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Figures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.CharField(choices=[('public', 'Public experiences'), ('members', 'Experiences that all Members read')], max_length=7, unique=True)),
                ('counted_at', models.DateTimeField(verbose_name='counted')),
                ('everybody', models.PositiveIntegerField(null=True)),
                ('totals', models.JSONField(default=dict)),
                ('cells', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'figures',
                'verbose_name_plural': 'figures',
            },
        ),
        migrations.CreateModel(
            name='Circumstances',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ict-low', 'Little of it is digital yet'), ('ict-middle', 'Declarations are electronic, systems stand alone'), ('ict-high', 'Systems exchange data'), ('volume-low', 'Under 100,000 declarations a year'), ('volume-middle', '100,000 to 1 million declarations a year'), ('volume-high', 'Over 1 million declarations a year'), ('law-civil', 'Civil law'), ('law-common', 'Common law'), ('law-other', 'Another or a mixed legal family'), ('staff-few', 'No data or IT specialists of its own'), ('staff-some', 'A few specialists of its own'), ('staff-many', 'A department of specialists'), ('island', 'Island'), ('landlocked', 'Landlocked'), ('coast', 'Coast and land borders'), ('net-weak', 'Border posts often have no connection'), ('net-good', 'Border posts are connected')], max_length=20), default=list)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('administration', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='circumstances', to='directory.administration')),
            ],
            options={
                'verbose_name': 'circumstances',
                'verbose_name_plural': 'circumstances',
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('grades', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, editable=False)),
                ('answers', models.JSONField(default=dict, editable=False)),
                ('reasons', models.JSONField(default=list, editable=False)),
                ('against', models.JSONField(default=dict, editable=False)),
                ('review_by', models.DateField(blank=True, null=True, verbose_name='to be reviewed by')),
                ('reviewed_since', models.DateTimeField(editable=False, null=True, verbose_name='under review since')),
                ('review_cause', models.CharField(blank=True, choices=[('law', 'A law or a standard changed'), ('vulnerability', 'A weakness became known'), ('failures', 'Administrations tried it and it failed'), ('date', 'Its day of review has come'), ('other', 'Something else')], editable=False, max_length=13)),
                ('currency', models.CharField(blank=True, editable=False, max_length=500, verbose_name='currency statement')),
                ('currency_on', models.DateField(editable=False, null=True)),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(editable=False, max_length=10, null=True, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('practice', 'Best practice'), ('pitfall', 'Pitfall'), ('experience', 'Experience')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('draft', 'Not published yet'), ('published', 'Published'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10, verbose_name='state')),
                ('title', models.CharField(editable=False, max_length=300, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, editable=False, max_length=300)),
                ('lead', models.CharField(blank=True, editable=False, max_length=400)),
                ('lead_fr', models.CharField(blank=True, editable=False, max_length=400)),
                ('french_is_working', models.BooleanField(default=False, editable=False)),
                ('title_key', models.CharField(default='', editable=False, max_length=120)),
                ('title_key_fr', models.CharField(default='', editable=False, max_length=120)),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, editable=False)),
                ('facet_keys', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, editable=False)),
                ('links', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, editable=False)),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='whom it is about')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source of the record')),
                ('is_sample', models.BooleanField(default=False, editable=False)),
                ('carried', models.JSONField(default=dict, editable=False)),
                ('confidence', models.CharField(blank=True, editable=False, max_length=12)),
                ('form_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawal_reason', models.CharField(blank=True, editable=False, max_length=500)),
                ('attribution', models.CharField(blank=True, choices=[('named', 'Named: readers see the administration'), ('region', 'Region only: readers see the region, nobody the administration'), ('secretariat', 'Known to the Secretariat only'), ('sealed', 'Sealed until a date, then named')], default='', editable=False, max_length=12)),
                ('sealed_until', models.DateField(editable=False, null=True)),
                ('course', models.JSONField(default=list, editable=False)),
                ('running_at', models.DateTimeField(editable=False, null=True)),
                ('running_asked_at', models.DateTimeField(editable=False, null=True)),
                ('running_waits', models.BooleanField(default=False, editable=False)),
                ('administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='directory.administration')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.language')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='directory.region')),
                ('superseded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='guidelines.record')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'record',
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('yes', models.PositiveIntegerField(default=0)),
                ('no', models.PositiveIntegerField(default=0)),
                ('unsure', models.PositiveIntegerField(default=0)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.record')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'pair of records',
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('answer', models.CharField(blank=True, choices=[('used', 'We use this'), ('failed', 'We tried, it failed'), ('not-applicable', 'Not applicable here')], max_length=14, verbose_name='answer')),
                ('said', models.JSONField(default=dict)),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='what others should know')),
                ('contexts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ict-low', 'Little of it is digital yet'), ('ict-middle', 'Declarations are electronic, systems stand alone'), ('ict-high', 'Systems exchange data'), ('volume-low', 'Under 100,000 declarations a year'), ('volume-middle', '100,000 to 1 million declarations a year'), ('volume-high', 'Over 1 million declarations a year'), ('law-civil', 'Civil law'), ('law-common', 'Common law'), ('law-other', 'Another or a mixed legal family'), ('staff-few', 'No data or IT specialists of its own'), ('staff-some', 'A few specialists of its own'), ('staff-many', 'A department of specialists'), ('island', 'Island'), ('landlocked', 'Landlocked'), ('coast', 'Coast and land borders'), ('net-weak', 'Border posts often have no connection'), ('net-good', 'Border posts are connected')], max_length=20), default=list)),
                ('is_named', models.BooleanField(default=False)),
                ('number', models.PositiveSmallIntegerField(null=True, verbose_name='version')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='signed')),
                ('dealt_with_at', models.DateTimeField(null=True)),
                ('draft', models.JSONField(null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('administration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='directory.administration')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'answer about a practice',
            },
        ),
        migrations.CreateModel(
            name='Manuscript',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('stage', models.CharField(choices=[('writing', 'Being written'), ('clearance', 'Waits for national clearance'), ('review', 'In review'), ('check', 'Waits for the publisher'), ('published', 'Published'), ('dropped', 'Given up')], default='writing', max_length=10, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('content', models.JSONField(default=dict)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what changed')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('written_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False)),
                ('cleared_at', models.DateTimeField(editable=False, null=True, verbose_name='cleared')),
                ('cleared_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='returned')),
                ('returned_reason', models.TextField(blank=True, editable=False, max_length=4000, verbose_name='reason')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manuscripts', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'manuscript',
                'ordering': ['-begun_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution', models.CharField(choices=[('named', 'Named: readers see the administration'), ('region', 'Region only: readers see the region, nobody the administration'), ('secretariat', 'Known to the Secretariat only'), ('sealed', 'Sealed until a date, then named')], default='named', max_length=12, verbose_name='who learns whose it is')),
                ('sealed_until', models.DateField(blank=True, null=True, verbose_name='sealed until')),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('prolonged_at', models.DateTimeField(editable=False, null=True)),
                ('administration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.administration')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='identity', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'identity',
                'verbose_name_plural': 'identities',
            },
        ),
        migrations.CreateModel(
            name='Reexamination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('hint', 'Pointed out'), ('open', 'Under review'), ('done', 'Ended')], default='hint', max_length=4, verbose_name='state')),
                ('cause', models.CharField(choices=[('law', 'A law or a standard changed'), ('vulnerability', 'A weakness became known'), ('failures', 'Administrations tried it and it failed'), ('date', 'Its day of review has come'), ('other', 'Something else')], max_length=13, verbose_name='why')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='what changed')),
                ('source', models.URLField(blank=True, max_length=500, verbose_name='where it can be read')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='pointed out')),
                ('opened_at', models.DateTimeField(null=True, verbose_name='opened')),
                ('is_rewritten', models.BooleanField(default=False)),
                ('ending', models.CharField(blank=True, choices=[('version', 'A new version'), ('current', 'Nothing changes: it is still right'), ('withdrawn', 'It was withdrawn'), ('dismissed', 'No review is needed')], max_length=9, verbose_name='what came of it')),
                ('statement', models.CharField(blank=True, max_length=1000, verbose_name='statement')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reexaminations', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'review of guidance',
                'ordering': ['-noted_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Relay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('asked', 'Waits for the author'), ('answered', 'Answered'), ('ended', 'Ended')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last word')),
                ('ended_by', models.CharField(blank=True, choices=[('asker', 'Whoever asked'), ('author', 'The author'), ('secretariat', 'The Secretariat')], editable=False, max_length=11)),
                ('asker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relays', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'question to an author',
                'ordering': ['-moved_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RelayText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('asker', 'Whoever asked'), ('author', 'The author'), ('secretariat', 'The Secretariat')], max_length=11)),
                ('text', models.TextField(max_length=2000, verbose_name='text')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('relay', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='guidelines.relay')),
            ],
            options={
                'verbose_name': 'text of a question',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('accepted', 'Accepted'), ('commented', 'Accepted with comments'), ('returned', 'Returned'), ('declined', 'Declined'), ('over', 'No longer needed')], default='asked', max_length=10)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('words', models.TextField(blank=True, max_length=4000, verbose_name='words')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('administration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.administration')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('manuscript', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='guidelines.manuscript')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
            ],
            options={
                'verbose_name': 'review',
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('replaced', 'Replaced'), ('merged', 'Merged')], max_length=8)),
                ('note', models.CharField(max_length=500, verbose_name='why')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='succession', to='guidelines.record')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'succession',
            },
        ),
        migrations.CreateModel(
            name='Unsealing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('state', models.CharField(choices=[('asked', 'Waits for a second officer'), ('agreed', 'Agreed'), ('refused', 'Refused')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided')),
                ('open_until', models.DateTimeField(editable=False, null=True, verbose_name='open until')),
                ('looks', models.PositiveIntegerField(default=0, editable=False, verbose_name='looks')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unsealings', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'unsealing',
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], max_length=12, verbose_name='TLP label')),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('html', models.JSONField(default=dict)),
                ('rendering', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what changed')),
                ('cleared_at', models.DateTimeField(editable=False, null=True, verbose_name='cleared')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='published')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'version',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=20, verbose_name='section')),
                ('text', models.TextField(max_length=8000, verbose_name='text')),
                ('html', models.TextField(default='', editable=False)),
                ('rendering', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('source_digest', models.CharField(max_length=64)),
                ('is_working', models.BooleanField(default=True, verbose_name='a working translation')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='translated')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='checked')),
                ('administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.administration')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.language')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='guidelines.record')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.version')),
            ],
            options={
                'verbose_name': 'translation',
            },
        ),
        migrations.AddField(
            model_name='record',
            name='version',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.version'),
        ),
        migrations.AddField(
            model_name='manuscript',
            name='base',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.version'),
        ),
        migrations.AddField(
            model_name='manuscript',
            name='version',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='manuscript', to='guidelines.version'),
        ),
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], max_length=2)),
                ('state', models.CharField(choices=[('waiting', 'Being made'), ('ready', 'Ready'), ('failed', 'Failed'), ('gone', 'Deleted')], default='waiting', max_length=7, verbose_name='state')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked')),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='kept until')),
                ('step', models.PositiveSmallIntegerField(choices=[(0, 'Waits for its turn'), (1, 'Collecting what you may read'), (2, 'Setting the pages'), (3, 'Done')], default=0, editable=False)),
                ('records', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False)),
                ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='briefings', to=settings.AUTH_USER_MODEL)),
                ('technology', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.technology')),
            ],
            options={
                'verbose_name': 'briefing',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person', 'technology', 'language'), name='guidelines_one_briefing'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('expires_at__isnull', False), ('file__isnull', False)), _connector='OR'), name='guidelines_briefing_ready')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('section', models.CharField(max_length=20)),
                ('paragraph', models.PositiveSmallIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('quote', models.CharField(blank=True, max_length=600)),
                ('words', models.TextField(max_length=2000, verbose_name='comment')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('changed', 'Changed in other words'), ('refused', 'Not accepted')], default='open', max_length=8)),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('manuscript', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='guidelines.manuscript')),
            ],
            options={
                'verbose_name': 'comment',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='guidelines_comment_answered'), models.CheckConstraint(condition=models.Q(('answer', ''), ('state', 'refused'), _negated=True), name='guidelines_refused_comment_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'Not sure')], max_length=6)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='guidelines.pair')),
            ],
            options={
                'verbose_name': 'opinion',
                'constraints': [models.UniqueConstraint(fields=('pair', 'person'), name='guidelines_one_opinion')],
            },
        ),
        migrations.CreateModel(
            name='Provenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=40)),
                ('is_open', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='provenance', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'provenance',
                'verbose_name_plural': 'provenances',
                'indexes': [models.Index(fields=['code', 'key'], name='guidelines_made_from')],
            },
        ),
        migrations.AddIndex(
            model_name='pair',
            index=models.Index(condition=models.Q(('yes__gt', 0)), fields=['-yes', '-id'], name='guidelines_suspected'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='guidelines_one_pair'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='guidelines_pair_in_order'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at__isnull', False), ('settled_by', None), _connector='OR'), name='guidelines_settler_has_moment'),
        ),
        migrations.AddIndex(
            model_name='outcome',
            index=models.Index(fields=['administration', '-changed_at', '-id'], name='guidelines_answers_of'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(fields=('record', 'administration'), name='guidelines_one_answer_each'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('number', None), ('signed_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('number__isnull', False), ('signed_at__isnull', False)), _connector='OR'), name='guidelines_signed_answer'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attribution', 'sealed'), ('sealed_until__isnull', False)), models.Q(models.Q(('attribution', 'sealed'), _negated=True), ('sealed_until', None)), _connector='OR'), name='guidelines_sealed_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='reexamination',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('record',), name='guidelines_one_open_review'),
        ),
        migrations.AddConstraint(
            model_name='reexamination',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'hint')), fields=('record', 'noted_by'), name='guidelines_one_hint_per_person'),
        ),
        migrations.AddConstraint(
            model_name='reexamination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'done'), models.Q(('ending', ''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), ('ended_at', None), ('ended_by', None), ('ending', '')), _connector='OR'), name='guidelines_ended_review'),
        ),
        migrations.AddConstraint(
            model_name='reexamination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('opened_at__isnull', False), _connector='OR'), name='guidelines_open_review_has_moment'),
        ),
        migrations.AddIndex(
            model_name='relay',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['audience'], name='guidelines_relays_waiting'),
        ),
        migrations.AddIndex(
            model_name='relay',
            index=models.Index(fields=['asker', '-asked_at'], name='guidelines_relays_asked'),
        ),
        migrations.AddConstraint(
            model_name='relay',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('record', 'asker'), name='guidelines_one_open_relay'),
        ),
        migrations.AddConstraint(
            model_name='relay',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'ended'), ('ended_by', ''), _connector='XOR'), name='guidelines_relay_ended_by'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['person', 'state'], name='guidelines_reviews'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('manuscript', 'person'), name='guidelines_one_review_asked'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='guidelines_review_ended'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'returned'), ('words', ''), _negated=True), name='guidelines_return_says_why'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(('record', models.F('successor')), _negated=True), name='guidelines_succeeds_another'),
        ),
        migrations.AddConstraint(
            model_name='unsealing',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('record',), name='guidelines_one_unsealing'),
        ),
        migrations.AddConstraint(
            model_name='unsealing',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='guidelines_unsealed_by_two'),
        ),
        migrations.AddConstraint(
            model_name='unsealing',
            constraint=models.CheckConstraint(condition=models.Q(('decided_at__isnull', False), ('decided_by', None), _connector='OR'), name='guidelines_unsealer_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='unsealing',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'agreed'), ('open_until', None), _connector='XOR'), name='guidelines_unsealed_until'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('record', 'number'), name='guidelines_one_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='guidelines_version_from_one'),
        ),
        migrations.AddConstraint(
            model_name='translation',
            constraint=models.UniqueConstraint(fields=('record', 'section', 'language'), name='guidelines_one_translation_per_section'),
        ),
        migrations.AddConstraint(
            model_name='translation',
            constraint=models.CheckConstraint(condition=models.Q(('checked_at__isnull', False), ('checked_by', None), _connector='OR'), name='guidelines_checker_has_moment'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['kind', '-published_at', '-id'], include=('audience', 'facet_keys'), name='guidelines_newest'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['kind', '-changed_at', '-id'], name='guidelines_changed'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=django.contrib.postgres.indexes.GinIndex(fields=['links'], name='guidelines_links'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['kind', 'title_key', 'id'], name='guidelines_title'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['kind', 'title_key_fr', 'id'], name='guidelines_titre'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'published')), fields=['facet_keys'], name='guidelines_facets'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('running_waits', True)), fields=['id'], name='guidelines_running_waits'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('marking__in', ['clear', 'green', 'amber'])), name='guidelines_label', violation_error_message='Advice is TLP:CLEAR, TLP:GREEN or TLP:AMBER.'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('code__isnull', False), ('version__isnull', False)), _connector='OR'), name='guidelines_published_has_version'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'superseded'), ('superseded_by__isnull', False)), models.Q(models.Q(('state', 'superseded'), _negated=True), ('superseded_by', None)), _connector='OR'), name='guidelines_superseded_by'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', False), ('withdrawn_by', None), _connector='OR'), name='guidelines_withdrawer_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('marking', 'amber'), _negated=True), ('administration__isnull', False), _connector='OR'), name='guidelines_amber_is_named', violation_error_message='An amber record names the administration it is of.'),
        ),
        migrations.AddIndex(
            model_name='manuscript',
            index=models.Index(fields=['stage', '-stage_since', '-id'], name='guidelines_stages'),
        ),
        migrations.AddConstraint(
            model_name='manuscript',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ('writing', 'clearance', 'review', 'check'))), fields=('record',), name='guidelines_one_open_manuscript'),
        ),
        migrations.AddConstraint(
            model_name='manuscript',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'published'), ('version__isnull', False)), models.Q(models.Q(('stage', 'published'), _negated=True), ('version', None)), _connector='OR'), name='guidelines_published_manuscript'),
        ),
        migrations.AddConstraint(
            model_name='manuscript',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at', None), ('returned_by', None), ('returned_reason', '')), models.Q(('returned_at__isnull', False), models.Q(('returned_reason', ''), _negated=True)), _connector='OR'), name='guidelines_return_has_a_reason'),
        ),
    ]
