"""What stands beside each Record's table: indexes for words and names, and triggers that keep them."""
