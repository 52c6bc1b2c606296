from django.urls import path

from caseflow.portal.checking import views

urlpatterns = [
    path("", views.check, name="check"),
    path("caseflow-check.html", views.check_file, name="check-file"),
    path("caseflow-list.cbor", views.newest_list, name="check-list"),
    path("caseflow-check.py", views.kit, name="check-kit"),
]
