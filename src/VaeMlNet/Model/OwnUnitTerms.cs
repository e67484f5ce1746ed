namespace VaeMlNet;

/// <summary>
/// What the rounding of outputs in a table's own units grows with beside their size. They are sums, mean + scale * z, whose
/// terms may cancel out, and a tenth of a standard deviation counts as a number of its size does.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed class OwnUnitTerms
{
    private readonly Dictionary<string, double[]> byOutput = [];

    public OwnUnitTerms(VaeManifest manifest)
    {
        if (!manifest.IsTable)
        {
            return;
        }

        byOutput[GraphTensors.Reconstruction] = [.. manifest.Columns.SelectMany(OfColumn)];
        foreach (var column in manifest.Columns.Where(c => c.Means is not null))
        {
            byOutput[column.InputName] = byOutput[GraphTensors.ImputerOutput(column).Name] = [.. OfColumn(column)];
        }
    }

    /// <summary>Returns the terms of each slot of an output; null where the values themselves give the scale.</summary>
    public double[]? Find(string output) => byOutput.GetValueOrDefault(output);

    private static IEnumerable<double> OfColumn(VaeColumn column) =>
        column.Means is { } means && column.Scales is { } scales
            ? means.Zip(scales, (mean, scale) => Math.Abs((double)mean) + (0.1 * scale))
            : Enumerable.Repeat(0.0, column.ReconstructionWidth);
}
