namespace VaeMlNet;

/// <summary>The score of one row of a series by <see cref="VaeSeriesEngine"/>.</summary>
/// <param name="Score">The score in nats of the window that ends with the row: higher means more anomalous.</param>
/// <param name="IsAnomaly">True if the score is above the threshold.</param>
/// <param name="RowCount">
/// The number of rows since the series began or was interrupted, with this one, and with absent ones that windows have (<see
/// cref="VaeSeries.FillsAbsentRows"/>). The window is full if it is at least W.
/// </param>
public readonly record struct VaeSeriesResult(float Score, bool IsAnomaly, long RowCount);
