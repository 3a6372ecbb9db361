"""The addresses of texts in preparation: their way to publication, reviews and comments."""

from django.urls import path

from guidelines.views import comments, journey, offline, reviews

urlpatterns = [
    path("", journey.manuscript_list, name="manuscript_list"),
    path("comments/<slug:public_id>/", comments.comment_answer, name="comment_answer"),
    path("<slug:public_id>/send/", journey.manuscript_send, name="manuscript_send"),
    path("<slug:public_id>/back/", journey.manuscript_back, name="manuscript_back"),
    path("<slug:public_id>/drop/", journey.manuscript_drop, name="manuscript_drop"),
    path("<slug:public_id>/elsewhere/", journey.manuscript_elsewhere, name="manuscript_elsewhere"),
    path("<slug:public_id>/comment/", comments.comment_add, name="comment_add"),
    path("<slug:public_id>/review/", reviews.review_write, name="review_write"),
    path("<slug:public_id>/decline/", reviews.review_decline, name="review_decline"),
    path("<slug:public_id>/reviewers/", reviews.reviewer_list, name="reviewer_list"),
    path(
        "<slug:public_id>/reviewers/<slug:review>/end/", reviews.reviewer_end, name="reviewer_end"
    ),
    path("<slug:public_id>/text.docx", offline.manuscript_docx, name="manuscript_docx"),
]
