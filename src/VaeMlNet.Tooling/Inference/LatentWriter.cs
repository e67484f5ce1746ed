using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Writes latent means as cells of CSV rows.</summary>
internal static class LatentWriter
{
    /// <summary>The column of the latents that the step adds.</summary>
    public const string LatentColumn = "Latent";

    public static WrittenColumn[] Header(int latentDim) =>
        [.. WrittenColumn.Numbers(Enumerable.Range(0, latentDim).Select(i => $"latent_{i}"))];

    /// <summary>Returns an action that writes the latents of the current row of a cursor.</summary>
    public static Action<CsvWriter> Bind(DataViewRow row) => CellWriter.Bind(row, LatentColumn);
}
