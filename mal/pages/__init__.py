"""Pages that belong to no capability: start, help, legal statements, health checks, and the menus of all pages."""
