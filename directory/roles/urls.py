from rest_framework.routers import SimpleRouter

from directory.roles.views import RoleViewSet

router = SimpleRouter(use_regex_path=False)
router.register("", RoleViewSet, basename="role")
urlpatterns = router.urls
