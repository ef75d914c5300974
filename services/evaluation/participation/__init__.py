"""Who took part in a project when its results were accepted (AMB-11, AMB-12, X11)."""
