"""Accounts: who may sign in, with which roles and for which unit."""
