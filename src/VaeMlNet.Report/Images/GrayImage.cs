namespace VaeMlNet.Report;

/// <summary>A gray image with 8 bits per pixel. The rows start at the top.</summary>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Pixels">The pixels, [Height, Width]: 0 is black, 255 is white.</param>
internal sealed record GrayImage(int Width, int Height, byte[] Pixels);
