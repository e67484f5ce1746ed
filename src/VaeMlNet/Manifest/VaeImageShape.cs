namespace VaeMlNet;

/// <summary>
/// The shape of the image that the numbers of a row form: channel after channel, and in each channel row after row. ML.NET's
/// ExtractPixels uses this order unless it interleaves colors.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Channels">1 for gray, 3 for colors; at least 1.</param>
/// <param name="Height">The number of rows; at least 1.</param>
/// <param name="Width">The number of columns; at least 1.</param>
public sealed record VaeImageShape(int Channels, int Height, int Width)
{
    /// <summary>Gets the number of numbers of an image.</summary>
    public long Size => (long)Channels * Height * Width;

    /// <summary>Returns the height, the width and the channels of colors, such as 28x28 or 32x32x3.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Height}x{Width}{(Channels == 1 ? "" : $"x{Channels}")}");

    /// <summary>Returns the shape in which rows are drawn as gray or color images; null if they are not such images.</summary>
    /// <param name="recorded">The shape that is known for the rows; null if none is known.</param>
    /// <param name="width">The number of features of a row.</param>
    /// <param name="guessesSquare">Whether rows of an unknown shape are gray squares, if their number of features is a square.</param>
    internal static VaeImageShape? FindDrawn(VaeImageShape? recorded, int width, bool guessesSquare)
    {
        if (recorded is not null)
        {
            return recorded.Channels is 1 or 3 ? recorded : null;
        }

        var edge = (int)Math.Sqrt(width);
        return guessesSquare && edge > 1 && edge * edge == width ? new(1, edge, edge) : null;
    }
}
