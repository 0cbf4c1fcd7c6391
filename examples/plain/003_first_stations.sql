COPY stations (id, name, docks, position) FROM STDIN;
1	Central Station	40	(48.185,16.378)
2	Town Hall	24	(48.211,16.357)
3	River Quay	18	(48.214,16.379)
\.
