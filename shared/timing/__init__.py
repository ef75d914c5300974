"""Time as an argument: clocks, durable timers, working days."""
