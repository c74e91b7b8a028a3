"""Django's own databases, with limits to how long a request waits for them."""
