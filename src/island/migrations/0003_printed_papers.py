from tortoise import migrations
from tortoise.migrations import operations as ops
from commons.db import UtcDatetimeField
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('island', '0002_time_stamps')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Paper',
            name='printed_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Paper',
            name='printed_sha256',
            field=fields.CharField(null=True, max_length=64),
        ),
    ]
