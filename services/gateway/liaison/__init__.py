"""Who is liaison of one project only, because the unit has named that account (REQ-33)."""
