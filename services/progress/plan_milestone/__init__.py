"""Milestones of a project's plan: what is to happen when, led by whom, and whether it did."""
