BSpeedJ ЇEdbEи^гD:лD“аюD+ 	Eж&E
s*E