"""Every address of the site and which part answers it."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from gateway.routing import is_served
from permissions_api.resource import declared_resources
from project import api_docs, docs_site, health, languages, spa

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("config.json", spa.config, name="config"),
    path("language", languages.choose, name="language"),
    path("me/", include("permissions_api.me.urls")),
    path("bff/", include("bff.urls")),
    path("", include("permissions_api.metadata.urls")),
    *(
        path(f"api/{api.name}/", include(api.urls if is_served(api.name) else "project.not_served"))
        for api in declared_resources()
    ),
    path("gateway/", include("gateway.urls")),
    path("pictures/", include("resources.pictures.urls")),
    path("api/schema/", api_docs.Schema.as_view(), name="schema"),
    path("api/docs/", api_docs.Docs.as_view(), name="docs"),
    path("api/docs/oauth2-redirect.html", api_docs.callback, name="docs-callback"),
    re_path("^(api/docs)$", RedirectView.as_view(url="/api/docs/")),
    re_path("^(docs)$", RedirectView.as_view(url="/docs/")),
    re_path(r"^docs/(?P<path>[\s\S]*)\Z", docs_site.page, name="docs-site"),
    path("llms.txt", docs_site.page, {"path": "llms.txt"}),
]
if settings.EMBEDDED:
    urlpatterns.append(path("", include("identity.urls")))
if settings.MANAGEMENT_API:
    urlpatterns.append(path("api/v2/", include("identity.management_api.urls")))
if settings.ADMIN:
    from django.contrib import admin

    if settings.EMBEDDED:
        from allauth.account.decorators import secure_admin_login

        from identity.accounts.proof import asked_in_the_admin

        # Staff log in as everybody does, with the same limits and second steps.
        admin.site.admin_view = asked_in_the_admin(admin.site.admin_view)  # type: ignore[method-assign]  # likewise
        admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's way
    admin.site.site_header = admin.site.site_title = "Usher"
    admin.site.enable_nav_sidebar = False  # What is kept here stands on one page.
    urlpatterns += [path("admin/", admin.site.urls), re_path("^admin$", RedirectView.as_view(url="/admin/"))]
urlpatterns.append(re_path(r"^(?P<path>[\s\S]*)\Z", spa.anything_else, name="spa"))

handler500 = "project.error_views.server_error"
