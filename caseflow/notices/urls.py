from django.urls import path

from caseflow.notices.views import ForgetBrowserView, MyBrowsersView, MyMessagesView, MyNoticesView

urlpatterns = [
    path("me/notices/", MyNoticesView.as_view(), name="my-notices"),
    path("me/push/", MyBrowsersView.as_view(), name="my-browsers"),
    path("me/push/forget/", ForgetBrowserView.as_view(), name="forget-browser"),
    path("me/messages/", MyMessagesView.as_view(), name="my-messages"),
]
