from django.urls import path

from directory import account_urls
from directory.views import (
    administration,
    change,
    domain,
    joining,
    nomination,
    partner,
    person,
    request,
    role,
    seat,
    seat_role,
    signing,
)

app_name = "directory"

urlpatterns = [
    *account_urls.pages,
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
    path("directory/people/", person.person_list, name="person_list"),
    path("directory/people/add/", person.person_add, name="person_add"),
    path("directory/people/<slug:public_id>/", person.person_detail, name="person_detail"),
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
    path("directory/seats/<slug:public_id>/", seat.seat_detail, name="seat_detail"),
    path("directory/seats/<slug:public_id>/mailbox/", seat.seat_mailbox, name="seat_mailbox"),
    path("directory/seats/<slug:public_id>/deputies/", seat.seat_deputies, name="seat_deputies"),
    path("directory/seat-roles/", seat_role.seat_role_list, name="seat_role_list"),
    path("directory/seat-roles/add/", seat_role.seat_role_add, name="seat_role_add"),
    path("directory/seat-roles/<slug:code>/", seat_role.seat_role_edit, name="seat_role_edit"),
    path(
        "directory/seat-roles/<slug:code>/retirement/",
        seat_role.seat_role_retire,
        name="seat_role_retire",
    ),
    path(
        "directory/administrations/<slug:iso2>/seats/",
        seat.administration_seats,
        name="administration_seats",
    ),
    path(
        "directory/administrations/<slug:iso2>/domains/",
        domain.administration_domains,
        name="administration_domains",
    ),
    path("directory/partners/<int:pk>/", partner.partner_detail, name="partner_detail"),
    path("directory/partners/<int:pk>/domains/", domain.partner_domains, name="partner_domains"),
    path("directory/signings/", signing.signing_list, name="signing_list"),
    path("directory/signings/<slug:public_id>/", signing.signing_detail, name="signing_detail"),
    path("directory/signings/<slug:public_id>/sign/", signing.signing_sign, name="signing_sign"),
    path(
        "directory/signings/<slug:public_id>/amendment/",
        signing.signing_amend,
        name="signing_amend",
    ),
    path(
        "directory/signings/<slug:public_id>/withdrawal/",
        signing.signing_withdraw,
        name="signing_withdraw",
    ),
    path(
        "directory/requests/<slug:public_id>/invitation/",
        request.request_invite,
        name="request_invite",
    ),
    path("directory/domains/<int:pk>/drop/", domain.domain_drop, name="domain_drop"),
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
