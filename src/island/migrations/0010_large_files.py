from tortoise import migrations
from tortoise.migrations import operations as ops
import litigation.large_files.rules
import tortoise.fields.base
from commons.db import SealedBytesField, SealedTextField, UtcDatetimeField
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index
from island.migrating import together

class Migration(migrations.Migration):
    dependencies = [('island', '0009_bundle')]

    initial = False

    operations = together([
        ops.CreateModel(
            name='LargeFile',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('case', fields.ForeignKeyField('island.Case', source_field='case_id', db_constraint=True, to_field='id', related_name='large_files', on_delete=tortoise.fields.base.OnDelete.RESTRICT)),
                ('title', SealedTextField(generated=False, null=False, unique=False)),
                ('name', SealedTextField(generated=False, null=False, unique=False)),
                ('size', fields.BigIntField()),
                ('stage', fields.CharEnumField(description='OPEN: open\nWHOLE: whole\nDROPPED: dropped', enum_type=litigation.large_files.rules.LargeStage, max_length=20)),
                ('media', fields.CharEnumField(null=True, description='PDF: application/pdf\nJPEG: image/jpeg\nPNG: image/png\nMP4: video/mp4\nMP3: audio/mpeg\nWAV: audio/wav', enum_type=litigation.large_files.rules.Media, max_length=40)),
                ('sha256', fields.CharField(default='', max_length=64)),
                ('handed_by', fields.UUIDField(null=True)),
                ('handed_by_name', fields.CharField(max_length=100)),
                ('began_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('whole_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('form_key', fields.UUIDField(unique=True)),
            ],
            options={'table': 'large_files_file', 'app': 'island', 'indexes': [Index(fields=['case_id', 'stage']), Index(fields=['stage', 'expires_at'])], 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='LargePart',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('file', fields.ForeignKeyField('island.LargeFile', source_field='file_id', db_constraint=True, to_field='id', related_name='parts', on_delete=tortoise.fields.base.OnDelete.RESTRICT)),
                ('place', fields.IntField()),
                ('sha256', fields.CharField(max_length=64)),
                ('content', SealedBytesField(generated=False, null=False, unique=False)),
            ],
            options={'table': 'large_files_part', 'app': 'island', 'unique_together': (('file_id', 'place'),), 'pk_attr': 'id'},
            bases=['Row'],
        ),
    ])
