from django.urls import path, re_path

from resources.pictures.views import nothing, picture

urlpatterns = [
    path("<slug:label>/<int:pk>/<slug:name>", picture),
    path("<slug:label>/<int:pk>/<slug:name>/page", picture, {"size": "page"}),
    re_path(r"^[\s\S]*\Z", nothing),
]
