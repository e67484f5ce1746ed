namespace VaeMlNet;

/// <summary>
/// What the rounding of outputs in a table's own units grows with beside their size. They are sums, mean + scale * z, whose
/// terms may cancel out, and a tenth of a standard deviation counts as a number of its size does.
/// </summary>
internal static class OwnUnitTerms
{
    /// <summary>Of each slot of an output; null where its own size says it all.</summary>
    public static double[]? Of(VaeManifest manifest, GraphTensor output)
    {
        if (!manifest.IsTable)
        {
            return null;
        }

        if (output.Name == GraphTensors.Reconstruction)
        {
            return [.. manifest.Columns.SelectMany(OfColumn)];
        }

        VaeColumn? column = manifest.Columns.FirstOrDefault(c =>
            c.Means is not null
            && (output.Name == c.InputName || (c.CanBeMissing && output.Name == GraphTensors.ImputerOutput(c).Name))
        );
        return column is null ? null : [.. OfColumn(column)];
    }

    private static IEnumerable<double> OfColumn(VaeColumn column) =>
        column.Means is { } means && column.Scales is { } scales
            ? means.Zip(scales, (mean, scale) => Math.Abs((double)mean) + (0.1 * scale))
            : Enumerable.Repeat(0.0, column.ReconstructionWidth);
}
