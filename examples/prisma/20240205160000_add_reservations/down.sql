DROP TABLE "Reservation";
