"""How projects are judged: rules, panel, sealed score sheets, decisions, and the points that follow."""
