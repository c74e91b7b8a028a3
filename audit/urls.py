from rest_framework.routers import SimpleRouter

from audit.views import EntryViewSet, RefusalViewSet

router = SimpleRouter()
router.register("refusals", RefusalViewSet, basename="refusal")
router.register("", EntryViewSet, basename="audit-entry")
urlpatterns = router.urls
