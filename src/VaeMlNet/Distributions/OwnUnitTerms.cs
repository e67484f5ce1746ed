using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// The magnitudes of the terms in a table's outputs in own units. Such an output is a sum, mean + scale * z, whose terms can
/// cancel out. Rounding grows with the size of the terms; a tenth of a standard deviation counts like a number of that size.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class OwnUnitTerms
{
    private readonly Dictionary<string, double[]> byOutput = [];

    public OwnUnitTerms(VaeManifest manifest)
    {
        byOutput[GraphTensors.Reconstruction] = [.. manifest.Columns.SelectMany(OfColumn)];
        foreach (var column in manifest.Columns.Where(c => c.Means is not null))
        {
            byOutput[column.InputName] = byOutput[GraphTensors.ImputerOutput(column).Name] = [.. OfColumn(column)];
        }

        foreach (var column in manifest.Columns.Where(c => c.Bins is not null))
        {
            byOutput[GraphTensors.ImputerOutput(column).Name] = [.. column.Bins!.Select(OfRounded)];
        }
    }

    /// <summary>
    /// Returns the magnitudes of the terms for each slot of an output; null if the values themselves are the reference.
    /// </summary>
    public double[]? Find(string output) => byOutput.GetValueOrDefault(output);

    // A number in the middle of two steps can be rounded to either. The decoder's output has the number before rounding.
    private static double OfRounded(NumberBins bins) =>
        bins.StepsPerUnit is { } steps ? (bins.Step ?? 1) / (steps * OutputTolerance.RelativeRounding) : 0;

    private static IEnumerable<double> OfColumn(VaeColumn column) =>
        column.Means is { } means && column.Scales is { } scales
            ? means.Zip(scales, (mean, scale) => Math.Abs((double)mean) + (0.1 * scale))
            : Enumerable.Repeat(0.0, column.ReconstructionWidth);
}
