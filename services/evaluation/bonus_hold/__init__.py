"""Lines that are held because news of who took part came late."""
