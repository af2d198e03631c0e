from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise import fields
from island.migrating import together

class Migration(migrations.Migration):
    dependencies = [('island', '0010_large_files')]

    initial = False

    operations = together([
        ops.AddField(
            model_name='Case',
            name='members',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
    ])
