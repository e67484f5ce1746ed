BPressure_imputedJ ’A™?*hy?ÿØe@3A*_«@ªÓ
AÊ%l@