"""Who of the panel does not judge a project, by declaration or decision."""
