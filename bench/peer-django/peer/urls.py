from django.contrib import admin
from django.urls import path

from desk.views import queue

urlpatterns = [
    path("queue", queue),
    path("admin/", admin.site.urls),
]
