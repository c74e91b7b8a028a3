"""The address of protected resource metadata, for the root of a project's addresses (RFC 9728 section 3)."""

import re

from django.urls import re_path

from permissions_api.metadata.document import WELL_KNOWN
from permissions_api.metadata.views import protected_resource

ADDRESS = rf"^{re.escape(WELL_KNOWN[1:])}(?P<path>(?:/.*)?)\Z"
urlpatterns = [re_path(ADDRESS, protected_resource, name="protected-resource")]
