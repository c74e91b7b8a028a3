"""./run startresource: write the API and the pages of a resource, or take them away again."""
