from django.urls import path

from portal.writing import views

app_name = "writing"

urlpatterns = [
    path("drafts/", views.draft_list, name="draft_list"),
    path("drafts/save/", views.draft_save, name="draft_save"),
    path("drafts/<slug:public_id>/discard/", views.draft_discard, name="draft_discard"),
]
