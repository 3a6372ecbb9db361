from django.urls import path

from portal.search import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("save/", views.search_save, name="search_save"),
]
