namespace VaeMlNet.Report;

/// <summary>The size of a written report.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="RowCount">The number of rows of the data. All of them were scored.</param>
/// <param name="ExaminedRowCount">The number of rows on the latent map; 0 for models of time series, whose reports have no map.</param>
public sealed record VaeReportSummary(long RowCount, int ExaminedRowCount);
