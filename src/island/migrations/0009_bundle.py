from tortoise import migrations
from tortoise.migrations import operations as ops
import litigation.bundle.rules
import tortoise.fields.base
from commons.db import SealedBytesField, SealedJsonField, UtcDatetimeField
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index
from island.migrating import together

class Migration(migrations.Migration):
    dependencies = [('island', '0008_enforcement')]

    initial = False

    operations = together([
        ops.CreateModel(
            name='BundleEdition',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('case', fields.ForeignKeyField('island.Case', source_field='case_id', db_constraint=True, to_field='id', related_name='bundles', on_delete=tortoise.fields.base.OnDelete.RESTRICT)),
                ('scope', fields.CharEnumField(description='COURT: court\nPARTIES: parties', enum_type=litigation.bundle.rules.Scope, max_length=20)),
                ('content_key', fields.CharField(max_length=64)),
                ('place', fields.IntField()),
                ('pages', fields.IntField()),
                ('size', fields.IntField()),
                ('sha256', fields.CharField(max_length=64)),
                ('list_sha256', fields.CharField(max_length=64)),
                ('items', SealedJsonField(generated=False, null=False, unique=False)),
                ('made_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'bundle_edition', 'app': 'island', 'unique_together': (('case_id', 'scope', 'content_key'), ('case_id', 'scope', 'place')), 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='BundleContent',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('edition', fields.OneToOneField('island.BundleEdition', source_field='edition_id', db_constraint=True, to_field='id', related_name='content', on_delete=tortoise.fields.base.OnDelete.RESTRICT)),
                ('pdf', SealedBytesField(generated=False, null=False, unique=False)),
            ],
            options={'table': 'bundle_content', 'app': 'island', 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='BundleReading',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('edition', fields.ForeignKeyField('island.BundleEdition', source_field='edition_id', db_constraint=True, to_field='id', related_name='readings', on_delete=tortoise.fields.base.OnDelete.RESTRICT)),
                ('account_id', fields.UUIDField(null=True)),
                ('name', fields.CharField(max_length=100)),
                ('at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'bundle_reading', 'app': 'island', 'indexes': [Index(fields=['edition_id', 'at'])], 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='BundleWish',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('case_id', fields.UUIDField()),
                ('scope', fields.CharEnumField(description='COURT: court\nPARTIES: parties', enum_type=litigation.bundle.rules.Scope, max_length=20)),
                ('is_open', fields.BooleanField(default=True)),
                ('wanted_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('trouble', fields.CharField(default='', max_length=200)),
            ],
            options={'table': 'bundle_wish', 'app': 'island', 'unique_together': (('case_id', 'scope'),), 'pk_attr': 'id'},
            bases=['Row'],
        ),
    ])
