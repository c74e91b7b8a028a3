"""Which roles receive every new permission. Only superusers see it: the model has no permissions."""

from django.contrib import admin

from directory.models import ReceivingRole


@admin.register(ReceivingRole)
class ReceivingRoleAdmin(admin.ModelAdmin):
    """A role is chosen or taken away; there is nothing to change about one."""

    def has_change_permission(self, _request: object, _row: object = None) -> bool:
        return False
