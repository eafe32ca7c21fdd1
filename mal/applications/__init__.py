"""Asking and getting an answer: applications, their states, who may do what, decisions."""
