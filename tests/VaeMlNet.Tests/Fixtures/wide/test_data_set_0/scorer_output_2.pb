BklJ ]‰(A2$“BV¾B^fƒB#\AC
ÇBšp€A1E