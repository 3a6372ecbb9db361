"""The addresses of the floor."""

from django.urls import path

from bench.floor import views

urlpatterns = [
    path("", views.topics),
    path("healthz", views.healthz),
]
