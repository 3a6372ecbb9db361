from django.urls import path

from portal.desk.views import letters, queues, work

app_name = "desk"

urlpatterns = [
    path("report/", letters.report_add, name="report_add"),
    path("ask-for-an-account/", letters.account_request, name="account_request"),
    path("sent/", letters.letter_sent, name="letter_sent"),
    path("desk/", queues.home, name="home"),
    path("desk/queue/", queues.queue, name="queue"),
    path("desk/letters/<slug:public_id>/", letters.letter_detail, name="letter_detail"),
    path("desk/<slug:public_id>/", work.item_detail, name="item_detail"),
]
