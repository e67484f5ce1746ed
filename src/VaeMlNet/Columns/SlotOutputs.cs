using System.Globalization;

namespace VaeMlNet;

/// <summary>
/// Creates the outputs that contain all columns of a model side by side. Slots of features are named as in the input; those of a table by its
/// columns.
/// </summary>
internal static class SlotOutputs
{
    /// <summary>
    /// Creates an output of the raw slots, [S]. In a table they have the name of a scalar column, or <c>column.slot</c> for a vector.
    /// </summary>
    public static VectorOutput RawOutput(string name, GraphTensor tensor, VaeManifest manifest) =>
        new(
            name,
            tensor,
            manifest.HasFeatures,
            Names(manifest, manifest.Architecture.InputDim, column => column.RawSlotNames)
        );

    /// <summary>Creates an output of the decoded slots, [R].</summary>
    public static VectorOutput DecodedOutput(string name, GraphTensor tensor, VaeManifest manifest) =>
        new(name, tensor, manifest.HasFeatures, OfReconstruction(manifest));

    /// <summary>
    /// Returns the names of the decoded slots, [R]; null for features. They equal those of the raw slots, except that a key has a slot for
    /// each category.
    /// </summary>
    public static string[]? OfReconstruction(VaeManifest manifest) =>
        Names(manifest, manifest.Columns.Sum(c => c.ReconstructionWidth), DecodedSlots);

    private static string[]? Names(VaeManifest manifest, int width, Func<VaeColumn, IEnumerable<string>> slots) =>
        !manifest.HasFeatures && width <= VaeManifest.LargestNamedSlotCount
            ? [.. manifest.Columns.SelectMany(slots)]
            : null;

    private static IEnumerable<string> DecodedSlots(VaeColumn column) =>
        column.KeyCount is { } count
            ? Enumerable.Range(0, count).Select(i => $"{column.Name}.{column.KeyValues?[i] ?? Number(i + 1)}")
            : column.RawSlotNames;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
