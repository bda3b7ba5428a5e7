"""Before somebody is signed in."""
