"""Who has which role where: this service's copy of what the others say."""
