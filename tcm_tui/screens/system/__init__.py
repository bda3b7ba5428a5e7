"""What concerns the program and not the portal: failure, size, version."""
