using System.Globalization;

namespace VaeMlNet;

/// <summary>Names of the slots of what a table model's graphs give for all columns side by side.</summary>
internal static class TableSlotNames
{
    /// <summary>Names of the raw slots, [S]: a column's own name, or that with the name of a vector's slot.</summary>
    public static string[]? OfContributions(VaeManifest manifest) =>
        Names(manifest, manifest.Architecture.InputDim, Slots);

    /// <summary>Names of the decoded slots, [R]: as of contributions, but a slot for each category of a key.</summary>
    public static string[]? OfReconstruction(VaeManifest manifest) =>
        Names(manifest, manifest.Columns.Sum(c => c.ReconstructionWidth), DecodedSlots);

    private static string[]? Names(VaeManifest manifest, int width, Func<VaeColumn, IEnumerable<string>> slots) =>
        manifest.IsTable && width <= VaeManifest.LargestNamedSlotCount ? [.. manifest.Columns.SelectMany(slots)] : null;

    private static IEnumerable<string> DecodedSlots(VaeColumn column) =>
        column.KeyCount is { } count
            ? Enumerable.Range(0, count).Select(i => $"{column.Name}.{column.KeyValues?[i] ?? Number(i + 1)}")
            : Slots(column);

    private static IEnumerable<string> Slots(VaeColumn column) =>
        column.Width == 1
            ? [column.Name]
            : Enumerable.Range(0, column.Width).Select(i => $"{column.Name}.{column.SlotNames?[i] ?? Number(i)}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
