"""Lishu's tables (migrations/), as far as the admin shows them."""

from django.db import models

from .times import date, days_since

STATES = {
    "pending": "待审核",
    "approved": "审核通过",
    "returned": "退回修改",
    "rejected": "审核不通过",
    "terminated": "终止审核",
    "withdrawn": "已撤回",
    "closed": "已关闭",
}


def binding(state):
    return "已绑定" if state == "approved" else "未绑定"


class Unit(models.Model):
    uscc = models.TextField(unique=True)
    name = models.TextField()

    class Meta:
        managed = False
        db_table = "unit"

    def __str__(self):
        return self.name


class Application(models.Model):
    superior = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+")
    applicant = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+")
    state = models.TextField("业务状态", choices=STATES)
    version = models.BigIntegerField()
    applied_at = models.BigIntegerField()
    settled_at = models.BigIntegerField(null=True)
    name = models.TextField("单位名称")
    uscc = models.TextField("统一社会信用代码")
    unit_type = models.TextField()
    region = models.TextField()
    seq = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "application"

    def __str__(self):
        return self.name

    @property
    def binding(self):
        return binding(self.state)

    @property
    def applied_on(self):
        return date(self.applied_at)

    @property
    def waited(self):
        return days_since(self.applied_at)
