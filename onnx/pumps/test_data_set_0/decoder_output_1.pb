BSpeedJ nj¢Dú-E¿_5DO=ÇDª(†D†žEÊ
°D¢Ð+E