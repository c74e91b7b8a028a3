"""Pictures of records, fetched once by a process of their own and shown from this site's address alone."""
