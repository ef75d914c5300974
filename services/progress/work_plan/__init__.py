"""Plans: what a co-lead intends, addressed to the lead, and the scheme that the lead makes of it."""
