using VaeMlNet.Files;

namespace VaeMlNet.Report;

/// <summary>An image with 8 bits per channel. The rows start at the top.</summary>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Channels">1 for gray, 3 for red, green and blue.</param>
/// <param name="Pixels">The pixels, [Height, Width, Channels]: 0 is black, 255 is white.</param>
internal sealed record PixelImage(int Width, int Height, int Channels, byte[] Pixels)
{
    /// <summary>Creates an image of one gray.</summary>
    public static PixelImage Filled(int width, int height, int channels, byte gray)
    {
        PixelImage image = new(width, height, channels, new byte[width * height * channels]);
        Array.Fill(image.Pixels, gray);
        return image;
    }

    /// <summary>Writes the image as a PNG file.</summary>
    public void WritePng(Stream stream) => PngWriter.Write(stream, Pixels, Width, Channels);

    /// <summary>Sets all channels of a square of pixels.</summary>
    public void Fill(int left, int top, int edge, ReadOnlySpan<byte> color)
    {
        for (var y = top; y < top + edge; y++)
        {
            for (var x = left; x < left + edge; x++)
            {
                for (var channel = 0; channel < Channels; channel++)
                {
                    Pixels[(((y * Width) + x) * Channels) + channel] = color[color.Length == 1 ? 0 : channel];
                }
            }
        }
    }
}
