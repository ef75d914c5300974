"""By what projects are judged and what a pass is worth, fixed before the first score."""
