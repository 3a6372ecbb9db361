from django.urls import path

from portal.desk import views

app_name = "desk"

urlpatterns = [
    path("report/", views.report_add, name="report_add"),
    path("ask-for-an-account/", views.account_request, name="account_request"),
    path("sent/", views.letter_sent, name="letter_sent"),
    path("desk/", views.inbox, name="inbox"),
    path("desk/<slug:public_id>/", views.item_detail, name="item_detail"),
    path("desk/<slug:public_id>/answer/", views.item_close, name="item_close"),
]
