"""The points each unit may expect, joined from what was recorded."""
