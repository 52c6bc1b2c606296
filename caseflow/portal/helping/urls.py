from django.urls import path

from caseflow.portal.helping import views

urlpatterns = [
    path("", views.codes, name="help"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", views.logout, name="logout"),
    path("<uuid:reference>/refuse/", views.refuse, name="help-refuse"),
    path("object/", views.object_to, name="object"),
]
