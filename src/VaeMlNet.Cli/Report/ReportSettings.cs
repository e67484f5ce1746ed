namespace VaeMlNet.Cli;

/// <summary>How a report is made.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="DataName">What the data is called on the page.</param>
/// <param name="RowCount">Rows to look at closely: those of the latent map.</param>
/// <param name="Seed">Decides which rows these are, and the draws.</param>
internal sealed record ReportSettings(string Title, string DataName, int RowCount, int Seed)
{
    /// <summary>How many of the highest scores are explained.</summary>
    public int TopCount { get; init; } = 8;

    /// <summary>How many rows are shown beside their reconstructions.</summary>
    public int ExampleCount { get; init; } = 10;
}
