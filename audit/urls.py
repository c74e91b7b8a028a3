from rest_framework.routers import SimpleRouter

from audit.views import ChangeViewSet, EntryViewSet, RefusalViewSet

router = SimpleRouter()
router.register("changes", ChangeViewSet, basename="change")
router.register("refusals", RefusalViewSet, basename="refusal")
router.register("", EntryViewSet, basename="audit-entry")
urlpatterns = router.urls
