namespace VaeMlNet;

/// <summary>The score of a row of a series. It is final once all windows that contain the row are scored.</summary>
/// <param name="place">The number of the row since its series began or was interrupted.</param>
/// <param name="series">The number of the row's series.</param>
internal sealed class SeriesRowScore(long place, int series)
{
    public long Place => place;

    public int Series => series;

    public bool IsFinal { get; set; }

    /// <summary>Gets or sets the score in nats. Until it is final, the score of the window that ends with the row.</summary>
    public float Score { get; set; }

    /// <summary>Gets or sets the contributions of the channels: float32 [C]; null if nobody reads them.</summary>
    public float[]? OfChannels { get; set; }

    /// <summary>Gets or sets the expected values of the channels; null if nobody reads them.</summary>
    public RowExpectation? Expectation { get; set; }

    /// <summary>Gets or sets the contributions of the window's cells: float32 [W · C]; null if nobody reads them.</summary>
    public float[]? OfCells { get; set; }
}
