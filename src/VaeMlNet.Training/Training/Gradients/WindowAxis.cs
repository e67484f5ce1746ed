namespace VaeMlNet;

/// <summary>The windows of an image along one of its sides.</summary>
/// <param name="Length">The length of the image's side.</param>
/// <param name="Count">The number of windows.</param>
/// <param name="Size">The length of a window.</param>
/// <param name="Stride">The distance from one window to the next.</param>
/// <param name="Padding">The distance by which the first window begins outside the image.</param>
internal readonly record struct WindowAxis(int Length, int Count, int Size, int Stride, int Padding)
{
    /// <summary>Returns the places of a window that are pixels of the image.</summary>
    public Run PlacesOf(int window)
    {
        var pixel = (window * Stride) - Padding; // at the first place
        var first = Math.Max(0, -pixel);
        return new(first, Math.Max(0, Math.Min(Size, Length - pixel) - first), pixel + first);
    }

    /// <summary>Returns the windows in which a place is a pixel of the image.</summary>
    public Run WindowsOf(int place)
    {
        var pixel = place - Padding; // in the first window
        var first = (Math.Max(0, -pixel) + Stride - 1) / Stride;
        var end = Math.Min(Count, (Math.Max(0, Length - pixel) + Stride - 1) / Stride);
        return new(first, Math.Max(0, end - first), pixel + (first * Stride));
    }

    /// <summary>Neighboring places of a window, or windows with the same place.</summary>
    /// <param name="First">The first of them.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="Pixel">The pixel of the first.</param>
    internal readonly record struct Run(int First, int Count, int Pixel);
}
