namespace VaeMlNet.Report;

/// <summary>A gray picture of 8 bits a pixel, rows from the top.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">0 is black, 255 white; [Height, Width].</param>
internal sealed record GreyImage(int Width, int Height, byte[] Pixels);
