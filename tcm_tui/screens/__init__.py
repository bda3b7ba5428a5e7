"""The screens of the portal: a package an area, the words of the portal."""
