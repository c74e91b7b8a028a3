"""What this package tells those who want to know, such as the audit trail, without knowing them."""

from django.dispatch import Signal

# A VerifiedToken (``token``) lacks ``permission``; None when nobody could hold it. A receiver that
# fails changes nothing about the answer.
refused = Signal()
