B	VibrationJ C¶:@ëÜ
@UÔÖ?œŠâ?—ú?é“@ØJ@IBU@