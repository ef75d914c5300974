"""How the work goes: what each unit owes by when, what leads report, and the pictures that show it."""
