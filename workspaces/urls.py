"""Addresses of the workspaces."""

from django.urls import path

from workspaces.views import activity, asking, exporting, joining, keeping, members, reading

app_name = "workspaces"

urlpatterns = [
    path("", reading.workspace_list, name="workspace_list"),
    path("all/", reading.listed_list, name="listed_list"),
    path("ask/", asking.room_request_add, name="room_request_add"),
    path("asked/<slug:public_id>/", asking.room_request_detail, name="room_request_detail"),
    path("ownerless/<slug:public_id>/", asking.owner_appoint, name="owner_appoint"),
    path("invitations/<slug:public_id>/", joining.invitation_detail, name="invitation_detail"),
    path("<slug:public_id>/", reading.workspace_detail, name="workspace_detail"),
    path("<slug:public_id>/join/", joining.workspace_join, name="workspace_join"),
    path("<slug:public_id>/request/", joining.join_request_add, name="join_request_add"),
    path(
        "<slug:public_id>/request/withdrawal/",
        joining.join_request_withdraw,
        name="join_request_withdraw",
    ),
    path("<slug:public_id>/request/appeal/", joining.request_appeal, name="request_appeal"),
    path("<slug:public_id>/leave/", joining.workspace_leave, name="workspace_leave"),
    path("<slug:public_id>/members/", members.member_list, name="member_list"),
    path("<slug:public_id>/members/add/", members.member_add, name="member_add"),
    path("<slug:public_id>/members/<slug:admission>/", members.member_edit, name="member_edit"),
    path("<slug:public_id>/members/<slug:admission>/end/", members.member_end, name="member_end"),
    path("<slug:public_id>/invite/", members.invite, name="invite"),
    path(
        "<slug:public_id>/invitations/<slug:invitation>/withdrawal/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("<slug:public_id>/edit/", keeping.workspace_edit, name="workspace_edit"),
    path("<slug:public_id>/freeze/", keeping.workspace_freeze, name="workspace_freeze"),
    path("<slug:public_id>/thaw/", keeping.workspace_thaw, name="workspace_thaw"),
    path("<slug:public_id>/lesson/", keeping.lesson_edit, name="lesson_edit"),
    path("<slug:public_id>/archive/", keeping.workspace_archive, name="workspace_archive"),
    path("<slug:public_id>/archive/answer/", keeping.ending_answer, name="ending_answer"),
    path("<slug:public_id>/attestation/", keeping.attestation, name="attestation"),
    path("<slug:public_id>/export/", exporting.workspace_export, name="workspace_export"),
    path("<slug:public_id>/activity/", activity.activity, name="activity"),
    path("<slug:public_id>/exports/", exporting.export_list, name="export_list"),
    path("<slug:public_id>/exports/<slug:export>/", exporting.export_file, name="export_file"),
]
