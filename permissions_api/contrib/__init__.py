"""What the guard itself never imports: for who asks for it by name."""
