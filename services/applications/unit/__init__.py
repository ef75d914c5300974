"""The roll: the Party organisations that may lead or join projects."""
