"""Who leads a project and who takes part in it: this service's copy of what `applications` says."""
