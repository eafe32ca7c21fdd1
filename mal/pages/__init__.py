"""The top floor: start page, help, legal pages, health of the system, the menus."""
