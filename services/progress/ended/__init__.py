"""What is over: cancelled projects and closed programmes, copies of what `applications` recorded."""
