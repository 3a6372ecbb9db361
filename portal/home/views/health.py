"""Whether the process lives, and whether it can serve."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal.files.models import StoredFile
from portal.markings.access import PUBLIC, access
from portal.search.models import Stale

# Whether the role of this connection may do what only the owner may: directly, as a member of
# the owner, or as a superuser. Triggers and row-level security bind the application's role alone.
OWNS = """
SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = 'audit_event'::regclass
UNION ALL SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user
"""


def owns_tables() -> bool:
    """Return whether the application's role has rights that only the owner should have."""
    with connection.cursor() as cursor:
        cursor.execute(OWNS)
        return any(has for (has,) in cursor.fetchall())


@access(PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the process lives; asks nothing of the database."""
    return JsonResponse({"alive": True})


@access(PUBLIC)
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database is there and migrated, else 503 with the reason.

    Objects that cannot be indexed and files that wait too long are counted for the operator.
    """
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        too_mighty = settings.PRODUCTION and not pending and owns_tables()
        not_indexed = 0 if pending else Stale.objects.given_up().count()
        files_stuck = 0 if pending else StoredFile.objects.stuck().count()
    except DatabaseError:
        return JsonResponse(
            {"ready": False, "reason": "The database cannot be reached."}, status=503
        )
    if pending:
        return JsonResponse(
            {"ready": False, "reason": "Migrations wait to be applied."}, status=503
        )
    if too_mighty:
        reason = "DATABASE_URL names a role that owns tables or is a superuser."
        return JsonResponse({"ready": False, "reason": reason}, status=503)
    return JsonResponse({"ready": True, "not_indexed": not_indexed, "files_stuck": files_stuck})
