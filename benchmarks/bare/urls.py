from django.urls import path

from benchmarks.bare.views import CreateParent

urlpatterns = [path("parents/", CreateParent.as_view())]
