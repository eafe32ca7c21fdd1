"""Accounts, groups and their leaders, who works at which site; `signin.py` alone knows Flask-Login."""
