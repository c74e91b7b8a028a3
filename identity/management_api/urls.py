"""The addresses of the stand-in for Auth0's Management API v2, below /api/v2/."""

from django.urls import path

from identity.management_api import actions, clients, resource_servers, roles, users
from identity.management_api.views import NotHere

urlpatterns = [
    path("users", users.UsersView.as_view()),
    path("users/<str:id>", users.UserView.as_view()),
    path("users/<str:id>/roles", users.UserRolesView.as_view()),
    path("users/<str:id>/permissions", users.UserPermissionsView.as_view()),
    path("users-by-email", users.UsersByEmailView.as_view()),
    path("roles", roles.RolesView.as_view()),
    path("roles/<str:id>", roles.RoleView.as_view()),
    path("roles/<str:id>/permissions", roles.RolePermissionsView.as_view()),
    path("roles/<str:id>/users", roles.RoleUsersView.as_view()),
    path("resource-servers", resource_servers.ResourceServersView.as_view()),
    path("resource-servers/<path:id>", resource_servers.ResourceServerView.as_view()),
    path("clients", clients.ClientsView.as_view()),
    path("clients/<path:id>", clients.ClientView.as_view()),
    path("client-grants", clients.ClientGrantsView.as_view()),
    path("client-grants/<str:id>", clients.ClientGrantView.as_view()),
    path("actions/actions", actions.ActionsView.as_view()),
    path("actions/actions/<str:id>", actions.ActionView.as_view()),
    path("actions/actions/<str:id>/deploy", actions.ActionDeploymentView.as_view()),
    path("actions/triggers", actions.TriggersView.as_view()),
    path("actions/triggers/<str:id>/bindings", actions.BindingsView.as_view()),
    path("<path:anything>", NotHere.as_view()),
]
