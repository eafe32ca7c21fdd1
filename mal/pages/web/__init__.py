"""Views of the start page, the help, the legal statements and the health checks, and the menus of all pages."""
