"""How projects were judged, as everybody may read it."""
