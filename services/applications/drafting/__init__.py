"""From a notice's file to a drafted programme, its roll and its catalogue, all at one moment."""
