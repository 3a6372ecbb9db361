from django.urls import path

from directory import account_urls, keeping_urls
from directory.views import (
    administration,
    change,
    contact,
    copy,
    desk,
    history,
    joining,
    leaving,
    look,
    naming,
    nomination,
    partner,
    person,
    role,
    seat,
)

app_name = "directory"

urlpatterns = [
    *account_urls.pages,
    *keeping_urls.pages,
    path("members/", administration.member_list, name="member_list"),
    path("roles/", role.role_list, name="role_list"),
    path(
        "directory/administrations/",
        administration.administration_list,
        name="administration_list",
    ),
    path(
        "directory/administrations/vacancies/",
        administration.vacancy_opening,
        name="vacancy_opening",
    ),
    path(
        "directory/administrations/<slug:iso2>/",
        administration.administration_detail,
        name="administration_detail",
    ),
    path(
        "directory/administrations/<slug:iso2>/edit/",
        administration.administration_edit,
        name="administration_edit",
    ),
    path(
        "directory/administrations/<slug:iso2>/looks/",
        look.look_list,
        name="look_list",
    ),
    path("directory/contact-requests/", contact.contact_request_list, name="contact_request_list"),
    path(
        "directory/contact-requests/<slug:public_id>/",
        contact.contact_request_detail,
        name="contact_request_detail",
    ),
    path("directory/people/", person.person_list, name="person_list"),
    path("directory/people/copy/", copy.person_copy, name="person_copy"),
    path("directory/people/add/", person.person_add, name="person_add"),
    path("directory/people/<slug:public_id>/", person.person_detail, name="person_detail"),
    path(
        "directory/people/<slug:public_id>/contact/",
        contact.person_contact,
        name="person_contact",
    ),
    path(
        "directory/people/<slug:public_id>/request/",
        contact.contact_request_ask,
        name="contact_request_ask",
    ),
    path("directory/people/<slug:public_id>/edit/", person.person_edit, name="person_edit"),
    path(
        "directory/people/<slug:public_id>/verification/",
        person.person_verify,
        name="person_verify",
    ),
    path(
        "directory/people/<slug:public_id>/suspension/",
        person.person_suspend,
        name="person_suspend",
    ),
    path(
        "directory/people/<slug:public_id>/restoration/",
        person.person_restore,
        name="person_restore",
    ),
    path(
        "directory/people/<slug:public_id>/retirement/",
        person.person_retire,
        name="person_retire",
    ),
    path("directory/people/<slug:public_id>/leaving/", leaving.person_leave, name="person_leave"),
    path(
        "directory/people/<slug:public_id>/leaving/back/",
        leaving.person_leave_not,
        name="person_leave_not",
    ),
    path("directory/people/<slug:public_id>/seats/", seat.seat_give, name="seat_give"),
    path(
        "directory/people/<slug:public_id>/seats/<int:holding>/end/",
        seat.seat_end,
        name="seat_end",
    ),
    path("directory/people/<slug:public_id>/roles/", role.role_assign, name="role_assign"),
    path(
        "directory/people/<slug:public_id>/roles/<slug:code>/end/",
        role.role_end,
        name="role_end",
    ),
    path(
        "directory/people/<slug:public_id>/invitation/",
        nomination.invitation_send,
        name="invitation_send",
    ),
    path(
        "directory/people/<slug:public_id>/invitation/revocation/",
        nomination.invitation_revoke,
        name="invitation_revoke",
    ),
    path("directory/people/<slug:public_id>/address/", change.address_ask, name="address_ask"),
    path(
        "directory/changes/<slug:public_id>/withdrawal/",
        change.change_withdraw,
        name="change_withdraw",
    ),
    path(
        "directory/people/<slug:public_id>/history/",
        history.person_history,
        name="person_history",
    ),
    path("directory/seats/<slug:public_id>/history/", history.seat_history, name="seat_history"),
    path("directory/desk/", desk.role_desk, name="role_desk"),
    path("directory/desk/people/", desk.own_people, name="own_people"),
    path("directory/desk/name/<slug:role>/", naming.person_name, name="person_name"),
    path("directory/nominations/", naming.nomination_list, name="nomination_list"),
    path("directory/nominations/add/", nomination.nomination_add, name="nomination_add"),
    path(
        "directory/nominations/<slug:public_id>/",
        nomination.nomination_detail,
        name="nomination_detail",
    ),
    path(
        "directory/nominations/<slug:public_id>/letter/",
        nomination.nomination_prove,
        name="nomination_prove",
    ),
    path(
        "directory/nominations/<slug:public_id>/acceptance/",
        nomination.nomination_accept,
        name="nomination_accept",
    ),
    path(
        "directory/nominations/<slug:public_id>/withdrawal/",
        nomination.nomination_withdraw,
        name="nomination_withdraw",
    ),
    path("join/", joining.join, name="join"),
    path("join/password/", joining.join_password, name="join_password"),
    path("directory/partners/", partner.partner_list, name="partner_list"),
]
