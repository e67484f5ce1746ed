namespace VaeMlNet;

/// <summary>The shape of a window of a time series, whose numbers are place after place, and in each place channel after channel.</summary>
/// <param name="Length">The number of rows, W.</param>
/// <param name="Channels">The number of channels, C.</param>
internal sealed record WindowShape(int Length, int Channels)
{
    /// <summary>Gets the number of numbers of a window.</summary>
    public int Size => checked(Length * Channels);
}
