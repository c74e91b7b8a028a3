"""The addresses below /api/roles/."""

from django.urls import path

from directory.roles import views

urlpatterns = [
    path("", views.RolesView.as_view(), name="roles"),
    path("<str:id>/", views.RoleView.as_view(), name="role"),
    path("<str:id>/preview/", views.PreviewView.as_view(), name="role-preview"),
    path("<str:id>/members/", views.MembersView.as_view(), name="role-members"),
]
