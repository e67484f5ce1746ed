Bvitals_imputedJ@¨>ηBµ®β>FCΘ“ε>_λόB›-?ΜkC9΅Α>^9Cα?2CC—
?HεόB¤Δι>	VέB8?