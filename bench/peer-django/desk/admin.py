from django.contrib import admin

from .models import Application


@admin.register(Application)
class ApplicationAdmin(admin.ModelAdmin):
    list_display = ["id", "name", "uscc", "bound", "applied", "days", "state"]
    list_display_links = ["name"]
    list_filter = ["state"]
    list_per_page = 50
    ordering = ["-applied_at"]

    @admin.display(description="绑定状态")
    def bound(self, application):
        return application.binding

    @admin.display(description="绑定申请日期", ordering="applied_at")
    def applied(self, application):
        return application.applied_on

    @admin.display(description="等待天数")
    def days(self, application):
        return application.waited
