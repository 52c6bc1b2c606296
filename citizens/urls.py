from django.urls import path

from citizens.views import StoredDocumentsView, StoredDocumentView

urlpatterns = [
    path("me/documents/", StoredDocumentsView.as_view(), name="stored-documents"),
    path("me/documents/<int:pk>/", StoredDocumentView.as_view(), name="stored-document"),
]
