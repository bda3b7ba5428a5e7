"""What was begun, what is asked for, what was ordered."""
