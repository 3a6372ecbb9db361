from django.urls import path

from portal.files import views

app_name = "files"

urlpatterns = [
    path("<slug:public_id>/", views.file_state, name="file_state"),
    path("<slug:public_id>/<str:name>", views.download, name="download"),
]
