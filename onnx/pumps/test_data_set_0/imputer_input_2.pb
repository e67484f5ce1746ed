BPressureJ ’A™?*hy?ÿØe@3A*_«@ªÓ
AÊ%l@