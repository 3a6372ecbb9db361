import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import forums.models.counting
import forums.models.moderating
import forums.models.position
import forums.models.taking
import portal.desk.workdays
import portal.identifiers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('directory', '0001_initial'),
        ('files', '0001_initial'),
        ('markings', '0001_initial'),
        ('workspaces', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)ss', to='workspaces.workspace', verbose_name='workspace')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deadline', models.DateField(blank=True, null=True, verbose_name='answer wished by')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('pt', 'Portuguese'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh', 'Chinese')], max_length=2), blank=True, default=list, verbose_name='languages accepted')),
                ('technologies', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list)),
                ('processes', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list)),
                ('waits_from', models.DateField(default=portal.desk.workdays.today, editable=False)),
                ('step', models.PositiveSmallIntegerField(choices=[(0, 'Waits'), (1, 'Its asker and the moderators were told'), (2, 'On the desk')], default=0, editable=False)),
                ('asked', models.PositiveIntegerField(default=0, editable=False)),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('kind', models.CharField(choices=[('question', 'Question'), ('experience', 'Experience'), ('idea', 'Idea'), ('announcement', 'Announcement'), ('poll', 'Poll')], max_length=12, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('pt', 'Portuguese'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh', 'Chinese')], max_length=2, verbose_name='language')),
                ('state', models.CharField(choices=[('held', 'Waits for a moderator'), ('unsigned', 'Waits for the holder of the seat'), ('dropped', 'Not signed by its administration'), ('returned', 'Returned to its author'), ('rejected', 'Rejected'), ('shown', 'Shown'), ('removed', 'Removed'), ('merged', 'Merged into another topic')], default='shown', editable=False, max_length=8)),
                ('outcome', models.CharField(blank=True, choices=[('', 'No question'), ('open', 'Waits for an answer'), ('answered', 'Answered'), ('partly', 'Answered in part'), ('moved', 'Answered elsewhere'), ('expired', 'Not answered in time')], default='', editable=False, max_length=8)),
                ('is_pinned', models.BooleanField(default=False, editable=False)),
                ('locked_at', models.DateTimeField(editable=False, null=True)),
                ('locked_why', models.CharField(blank=True, editable=False, max_length=300)),
                ('removed_why', models.CharField(blank=True, editable=False, max_length=5000)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('last_number', models.PositiveIntegerField(default=0, editable=False)),
                ('posts_shown', models.PositiveIntegerField(default=0, editable=False)),
                ('last_post_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('last_author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_sample', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'topic',
                'ordering': ['-is_pinned', '-last_post_at', '-pk'],
                'indexes': [models.Index(fields=['workspace', '-is_pinned', '-last_post_at', '-id'], name='forums_topi_workspa_4bfa49_idx'), models.Index(django.db.models.functions.comparison.Coalesce(models.F('deadline'), models.Value(datetime.date(9999, 12, 31), output_field=models.DateField())), models.F('id'), condition=models.Q(('outcome', 'open')), name='forums_topic_open'), models.Index(condition=models.Q(('step__gt', 0)), fields=['author'], name='forums_topic_stalled')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'number'), name='forums_topic_number'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'question'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('kind', 'question'), _negated=True), ('outcome', '')), _connector='OR'), name='forums_questions_have_outcomes'), models.CheckConstraint(condition=models.Q(('kind', 'question'), ('deadline', None), _connector='OR'), name='forums_question_deadline'), models.CheckConstraint(condition=models.Q(('locked_at__isnull', False), ('locked_why', ''), _connector='OR'), name='forums_locked_why')],
            },
            bases=(forums.models.counting.Counted, forums.models.taking.Taken, models.Model),
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)ss', to='workspaces.workspace', verbose_name='workspace')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('useful_at', models.DateTimeField(editable=False, null=True)),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='forums.topic')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('source', models.TextField(verbose_name='text')),
                ('html', models.TextField(editable=False)),
                ('words', models.TextField(editable=False)),
                ('rendered_by', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('es', 'Spanish'), ('pt', 'Portuguese'), ('ar', 'Arabic'), ('ru', 'Russian'), ('zh', 'Chinese')], max_length=2, verbose_name='language')),
                ('voice', models.CharField(choices=[('personal', 'personal view'), ('position', 'position of the administration')], default='personal', editable=False, max_length=8)),
                ('signing', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.signing')),
                ('asked', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False)),
                ('state', models.CharField(choices=[('held', 'Waits for a moderator'), ('unsigned', 'Waits for the holder of the seat'), ('dropped', 'Not signed by its administration'), ('returned', 'Returned to its author'), ('rejected', 'Rejected'), ('shown', 'Shown'), ('removed', 'Removed'), ('merged', 'Merged into another topic')], default='shown', editable=False, max_length=8)),
                ('why', models.CharField(blank=True, editable=False, max_length=5000)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(editable=False, null=True)),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('accepted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('files_count', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_sample', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'post',
                'ordering': ['topic', 'number'],
                'indexes': [models.Index(fields=['author', '-id'], name='forums_post_author__b8b0e6_idx')],
                'constraints': [models.UniqueConstraint(fields=('topic', 'number'), name='forums_post_number'), models.UniqueConstraint(fields=('author', 'token'), name='forums_one_form_one_post'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='forums_accepted_pair'), models.CheckConstraint(condition=models.Q(('voice', 'position'), ('signing', None), _connector='OR'), name='forums_position_is_signed')],
            },
            bases=(forums.models.moderating.Moderated, forums.models.position.Position, models.Model),
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('against', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('words', models.TextField(max_length=2000, verbose_name='why it should be decided otherwise')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_for_secretariat', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waits for an answer'), ('upheld', 'The decision stands'), ('over', 'The decision is changed')], default='waiting', max_length=7)),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(null=True)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='forums.post')),
            ],
            options={
                'verbose_name': 'appeal',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='forums_appeal_answered'), models.CheckConstraint(condition=models.Q(models.Q(('answered_by', models.F('by')), _negated=True), models.Q(('answered_by', models.F('against')), _negated=True)), name='forums_appeal_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='forums.topic')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('state', models.CharField(choices=[('waiting', 'Waits for an answer'), ('answered', 'Answered'), ('declined', 'Declined'), ('passed', 'Passed on'), ('expired', 'Not answered in time'), ('over', 'No longer needed')], default='waiting', max_length=8)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('instead_of', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passed_to', to='forums.ask')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(fields=['person', '-asked_at', '-id'], name='forums_ask_person__5199ae_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person', 'topic'), name='forums_one_ask'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='forums_ask_ended')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workspaces.workspace')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='forums.post')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('size', models.BigIntegerField(verbose_name='size')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'file',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('removed_at__isnull', False)), fields=['removed_at'], name='forums_attachment_removed'), models.Index(condition=models.Q(('post', None)), fields=['sent_at'], name='forums_attachment_pending'), models.Index(fields=['by', 'sent_at'], include=('size',), name='forums_attachment_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('removed_by', None), ('removed_at__isnull', False), _connector='OR'), name='forums_attachment_removed_when')],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='poll', to='forums.topic')),
                ('method', models.CharField(choices=[('single', 'One option'), ('several', 'Several options'), ('ranking', 'A ranking of the options')], default='single', max_length=8)),
                ('most', models.PositiveSmallIntegerField(null=True)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('asks', models.CharField(choices=[('persons', 'Every member who may write: one vote each'), ('administrations', 'Administrations: one vote each, by a holder of its seat')], default='persons', max_length=15)),
                ('shows', models.CharField(choices=[('always', 'Always'), ('voted', 'After one’s own vote'), ('closed', 'After the poll closed')], default='closed', max_length=6)),
                ('closes_at', models.DateTimeField()),
                ('edition', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('left_out', models.PositiveIntegerField(editable=False, null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, editable=False)),
                ('firsts', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, editable=False)),
                ('votes', models.PositiveIntegerField(default=0, editable=False)),
                ('known_points', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, editable=False)),
                ('known_firsts', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, editable=False)),
                ('known_votes', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['closes_at'], name='forums_poll_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_anonymous', False), ('asks', 'persons'), _connector='OR'), name='forums_administrations_vote_by_name'), models.CheckConstraint(condition=models.Q(('most', None), models.Q(('method', 'several'), ('most__gte', 1)), _connector='OR'), name='forums_most_of_several'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('left_out', None)), models.Q(('closed_at__isnull', False), ('left_out__isnull', False)), _connector='OR'), name='forums_closed_poll_has_a_base')],
            },
        ),
        migrations.CreateModel(
            name='Voter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voters', to='forums.poll')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.administration')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('administration', None)), fields=('poll', 'person'), name='forums_one_vote_each'), models.UniqueConstraint(fields=('poll', 'administration'), name='forums_one_vote_per_administration')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ballot', to='forums.voter')),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField())),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='forums.post')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('remind_on', models.DateField(null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-made_at', '-id'], name='forums_bookmark_list'), models.Index(condition=models.Q(('remind_on__isnull', False), ('reminded_at', None)), fields=['remind_on'], name='forums_bookmark_due')],
                'constraints': [models.UniqueConstraint(fields=('person', 'post'), name='forums_one_bookmark'), models.CheckConstraint(condition=models.Q(('reminded_at', None), ('remind_on__isnull', False), _connector='OR'), name='forums_reminded_of_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='forums.post')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(choices=[('personal', 'It names a person, a trader or a passenger'), ('restricted', 'It tells what is restricted, such as risk criteria'), ('impolite', 'It is not polite'), ('offtopic', 'It is off topic'), ('label', 'Its TLP label is too low'), ('other', 'Something else')], default='other', max_length=10, verbose_name='what is wrong')),
                ('why', models.CharField(max_length=300, verbose_name='in your words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('post', 'by'), name='forums_one_flag')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='forums.poll')),
                ('place', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=120)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'place'), name='forums_option_place'), models.CheckConstraint(condition=models.Q(('place__lt', 12)), name='forums_most_options')],
            },
        ),
        migrations.CreateModel(
            name='PostVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='forums.post')),
                ('number', models.PositiveIntegerField()),
                ('source', models.TextField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('was_shown', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('post', 'number'), name='forums_one_version')],
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='forums.topic')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'topic'), name='forums_one_mark')],
            },
        ),
        migrations.CreateModel(
            name='Rest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('until', models.DateField(verbose_name='do not ask me until')),
            ],
        ),
        migrations.CreateModel(
            name='TopicGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='person_grants', to='forums.topic')),
            ],
            options={
                'unique_together': {('user', 'permission', 'content_object')},
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('move', 'Move to another workspace'), ('split', 'Split off into a new topic'), ('merge', 'Merge into another topic')], max_length=5)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='forums.topic')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to='forums.topic')),
                ('from_room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workspaces.workspace')),
                ('to_room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workspaces.workspace')),
                ('posts', models.PositiveIntegerField()),
                ('why', models.CharField(max_length=300, verbose_name='reason')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['origin', 'way'], name='forums_tran_origin__c98c6f_idx')],
            },
        ),
    ]
