"""Who leads: designating a lead anew, and replacing it."""
