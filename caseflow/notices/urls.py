from django.urls import path

from caseflow.notices.views import MyMessagesView, MyNoticesView

urlpatterns = [
    path("me/notices/", MyNoticesView.as_view(), name="my-notices"),
    path("me/messages/", MyMessagesView.as_view(), name="my-messages"),
]
