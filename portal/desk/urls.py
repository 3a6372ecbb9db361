from django.urls import path

from portal.desk.views import keeping, letters, queues, work

app_name = "desk"

urlpatterns = [
    path("report/", letters.report_add, name="report_add"),
    path("ask-for-an-account/", letters.account_request, name="account_request"),
    path("sent/", letters.letter_sent, name="letter_sent"),
    path("desk/", queues.home, name="home"),
    path("desk/queue/", queues.queue, name="queue"),
    path("desk/queue/act/", queues.queue_act, name="queue_act"),
    path("desk/reasons/", keeping.reason_list, name="reason_list"),
    path("desk/reasons/add/", keeping.reason_add, name="reason_add"),
    path("desk/reasons/<int:pk>/", keeping.reason_edit, name="reason_edit"),
    path("desk/reasons/<int:pk>/drop/", keeping.reason_drop, name="reason_drop"),
    path("desk/closing-days/", keeping.holiday_list, name="holiday_list"),
    path("desk/closing-days/<int:pk>/drop/", keeping.holiday_drop, name="holiday_drop"),
    path("desk/letters/<slug:public_id>/", letters.letter_detail, name="letter_detail"),
    path("desk/items/<slug:public_id>/", work.item_detail, name="item_detail"),
    path("desk/items/<slug:public_id>/decide/", work.item_decide, name="item_decide"),
    path("desk/items/<slug:public_id>/claim/", work.item_claim, name="item_claim"),
    path("desk/items/<slug:public_id>/release/", work.item_release, name="item_release"),
    path("desk/items/<slug:public_id>/assign/", work.item_assign, name="item_assign"),
    path("desk/items/<slug:public_id>/next/", work.item_next, name="item_next"),
]
