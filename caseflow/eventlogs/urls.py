from django.urls import path

from caseflow.eventlogs import views

urlpatterns = [
    path("", views.event_logs, name="event-logs"),
    path("<uuid:reference>/progress/", views.progress, name="event-log-progress"),
    path("<uuid:reference>/file/", views.file, name="event-log-file"),
]
