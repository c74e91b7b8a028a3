from rest_framework.routers import SimpleRouter

from directory.users.views import UserViewSet

router = SimpleRouter(use_regex_path=False)
router.register("", UserViewSet, basename="user")
urlpatterns = router.urls
