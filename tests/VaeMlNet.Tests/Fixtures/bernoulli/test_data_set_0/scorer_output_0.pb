BscoreJ ›À Aæ
—Aˆ!A®“ô@¬¾A¹E:A¾ÈbA2NEA