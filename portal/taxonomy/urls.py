from django.urls import path

from portal.taxonomy import views

app_name = "taxonomy"

urlpatterns = [
    path("technologies/", views.technology_list, name="technology_list"),
    path("technologies/<slug:slug>/", views.technology_detail, name="technology_detail"),
    path("taxonomies/", views.taxonomy_list, name="taxonomy_list"),
    path("taxonomies/<slug:kind>/", views.term_list, name="term_list"),
    path("taxonomies/<slug:kind>/add/", views.term_add, name="term_add"),
    path("taxonomies/<slug:kind>/<slug:key>/", views.term_edit, name="term_edit"),
]
