"""The addresses of the floor."""

from django.urls import path

from bench.floor import views

urlpatterns = [
    path("", views.topics),
    path("topics/<int:pk>", views.topic),
    path("healthz", views.healthz),
]
