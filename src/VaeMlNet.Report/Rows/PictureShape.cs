namespace VaeMlNet.Report;

/// <summary>The shape of an image, whose values are [Channels, Height, Width].</summary>
/// <param name="Height">The number of pixel rows.</param>
/// <param name="Width">The number of pixel columns.</param>
/// <param name="Channels">1 for gray, 3 for red, green and blue.</param>
internal readonly record struct PictureShape(int Height, int Width, int Channels = 1)
{
    /// <summary>Gets the number of values of an image.</summary>
    public long Length => (long)Height * Width * Channels;

    public override string ToString() =>
        FormattableString.Invariant($"{Height} x {Width}{(Channels == 1 ? "" : $" x {Channels}")}");
}
