"""The addresses of whose record it is: asking, opening, unsealing, and the figures."""

from django.urls import path

from guidelines.views import figures, identity, relays, unsealings

IDENTITY = [
    path("figures/", figures.figures, name="figures"),
    path("figures/copy/", figures.figures_copy, name="figures_copy"),
    path("running/", identity.running_list, name="running_list"),
    path("questions/", relays.relay_list, name="relay_list"),
    path("questions/<slug:public_id>/", relays.relay_detail, name="relay_detail"),
    path("questions/<slug:public_id>/end/", relays.relay_end, name="relay_end"),
    path("questions/<slug:public_id>/report/", relays.relay_report, name="relay_report"),
    path("unsealings/<slug:public_id>/", unsealings.unsealing_detail, name="unsealing_detail"),
    path("unsealings/<slug:public_id>/look/", unsealings.unsealing_look, name="unsealing_look"),
    path("<slug:public_id>/ask/", relays.relay_ask, name="relay_ask"),
    path("<slug:public_id>/unseal/", unsealings.unsealing_ask, name="unsealing_ask"),
    path("<slug:public_id>/show/", unsealings.identity_show, name="identity_show"),
    path("<slug:public_id>/open/", identity.identity_open, name="identity_open"),
    path("<slug:public_id>/running/", identity.running_say, name="running_say"),
]
