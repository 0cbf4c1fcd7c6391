DROP VIEW daily_uptime;
