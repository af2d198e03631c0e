"""What grading rests on and a court may change: wage bases by year, and points by their key."""

from datetime import datetime

from tortoise import fields

from commons.db import Row, UtcDatetimeField

SOURCE_MAX = 300
PROVINCE_MAX = 30


class WageBase(Row):
    """The average wage of one year in one province, and where it was published."""

    year = fields.IntField()
    province = fields.CharField(max_length=PROVINCE_MAX)
    amount_fen = fields.BigIntField()
    published_on = fields.DateField()
    source = fields.CharField(max_length=SOURCE_MAX)
    entered_by = fields.UUIDField(null=True)
    entered_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "cases_wage_base"
        unique_together = (("year", "province"),)


class GradePoint(Row):
    """How many points one circumstance counts from a day on; rows are only ever added."""

    key = fields.CharField(max_length=40)
    points = fields.IntField()
    from_on = fields.DateField()
    reason = fields.CharField(max_length=SOURCE_MAX)
    entered_by = fields.UUIDField(null=True)
    entered_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "cases_grade_point"
        unique_together = (("key", "from_on"),)
