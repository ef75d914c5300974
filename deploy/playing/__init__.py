"""The 2017 season as a script of dated steps, played through the HTTP API and compared with it."""
