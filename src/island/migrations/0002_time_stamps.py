from tortoise import migrations
from tortoise.migrations import operations as ops
from commons.db import UtcDatetimeField
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('island', '0001_initial')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Paper',
            name='stamped_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Paper',
            name='stamped_by',
            field=fields.CharField(default='', max_length=200),
        ),
    ]
