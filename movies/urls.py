from rest_framework.routers import SimpleRouter

from movies.views import MovieViewSet

router = SimpleRouter()
router.register("", MovieViewSet, basename="movie")
urlpatterns = router.urls
