"""Where a recipient is reached besides the inbox: the e-mail address, sealed."""
