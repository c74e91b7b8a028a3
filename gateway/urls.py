from django.urls import re_path

from gateway.views import Gateway

urlpatterns = [re_path(r"^(?P<resource>[^/]+)/(?P<rest>.*)\Z", Gateway.as_view(), name="gateway")]
