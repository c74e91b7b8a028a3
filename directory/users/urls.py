"""The addresses below /api/users/."""

from django.urls import path

from directory.users import views

urlpatterns = [
    path("", views.UsersView.as_view(), name="users"),
    path("<str:id>/", views.UserView.as_view(), name="user"),
    path("<str:id>/sole/", views.SoleView.as_view(), name="user-sole"),
    path("<str:id>/suspend/", views.SuspendView.as_view(), name="user-suspend"),
    path("<str:id>/grants/", views.GrantsView.as_view(), name="user-grants"),
]
