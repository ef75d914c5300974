"""The copy of what a plan rests on: the programme's basis and settings, and the projects' text."""
