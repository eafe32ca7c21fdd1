"""Accounts, sessions, groups and their leaders, staff roles per site; `auth.py` alone imports Flask-Login."""
