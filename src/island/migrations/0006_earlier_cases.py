from tortoise import migrations
from tortoise.migrations import operations as ops
import commons.imports
import litigation.delivery.earlier
from commons.db import SealedTextField
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index
from island.migrating import together

class Migration(migrations.Migration):
    dependencies = [('island', '0005_clocks')]

    initial = False

    operations = together([
        ops.CreateModel(
            name='EarlierDelivery',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('case_id', fields.UUIDField()),
                ('case_name', fields.CharField(max_length=60)),
                ('organisation_id', fields.UUIDField()),
                ('party_id', fields.UUIDField(null=True)),
                ('recipient', SealedTextField(generated=False, null=False, unique=False)),
                ('title', fields.CharField(max_length=200)),
                ('way', fields.CharEnumField(description='DIRECT: direct\nLEFT: left\nELECTRONIC: electronic\nENTRUSTED: entrusted\nMAIL: mail\nFORWARDED: forwarded\nANNOUNCEMENT: announcement', enum_type=litigation.delivery.earlier.Way, max_length=20)),
                ('outcome', fields.CharEnumField(description='FAILED: failed\nUNDER_WAY: under_way\nSERVED: served', enum_type=litigation.delivery.earlier.Outcome, max_length=20)),
                ('sent_on', fields.DateField()),
                ('served_on', fields.DateField(null=True)),
                ('words', fields.CharField(default='', max_length=200)),
            ],
            options={'table': 'delivery_earlier', 'app': 'island', 'indexes': [Index(fields=['case_id', 'sent_on']), Index(fields=['outcome', 'sent_on', 'id', 'organisation_id'])], 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ImportedLine',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('sheet', fields.CharEnumField(description='STAFF: staff\nMATTERS: matters\nSERVICES: services', enum_type=commons.imports.Sheet, max_length=20)),
                ('key', fields.CharField(max_length=40)),
                ('digest', fields.CharField(max_length=64)),
                ('became_id', fields.UUIDField()),
            ],
            options={'table': 'imported_line', 'app': 'island', 'unique_together': (('sheet', 'key'),), 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='NamePart',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('case_id', fields.UUIDField()),
                ('party_id', fields.UUIDField()),
                ('part', fields.CharField(max_length=2)),
            ],
            options={'table': 'cases_name_part', 'app': 'island', 'indexes': [Index(fields=['part', 'case_id', 'party_id'])], 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.RemoveIndex(
            model_name='Case',
            name=None,
            fields=['organisation_id', 'stage', 'next_due_on'],
        ),
        ops.RemoveIndex(
            model_name='Case',
            name=None,
            fields=['organisation_id', 'filed_on'],
        ),
        ops.AddIndex(
            model_name='Case',
            index=Index(fields=['next_due_on', 'id', 'organisation_id', 'stage']),
        ),
        ops.AddField(
            model_name='CaseParty',
            name='phone_tail_fingerprint',
            field=fields.CharField(default='', max_length=64),
        ),
        ops.AddIndex(
            model_name='CaseParty',
            index=Index(fields=['phone_tail_fingerprint']),
        ),
    ])
