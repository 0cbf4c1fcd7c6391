ANALYZE port, vessel, sailing;
