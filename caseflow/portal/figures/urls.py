from django.urls import path, re_path

from caseflow.portal.figures import views

urlpatterns = [
    path("", views.province, name="figures"),
    re_path(r"^communes/(?P<code>[0-9]{2,5})/$", views.commune, name="commune-figures"),
    re_path(r"^procedures/(?P<code>[0-9]\.[0-9]{6})/$", views.procedure, name="procedure-figures"),
    path("publications/<int:number>/", views.publication, name="publication"),
    path("publications/<int:number>.json", views.signed, name="publication-signed"),
    path("open-data/", views.open_data, name="open-data"),
    path("open-data/catalogue.jsonld", views.described, name="open-data-catalogue"),
    re_path(
        r"^open-data/(?P<name>[a-z]+)\.(?P<ending>csv|json|parquet)$",
        views.data_file,
        name="open-data-file",
    ),
]
