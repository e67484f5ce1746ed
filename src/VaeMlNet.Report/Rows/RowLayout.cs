using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Report;

/// <summary>The meaning of the numbers in a row: an image, or columns.</summary>
/// <param name="Height">The number of pixel rows of an image; 0 where rows are not images.</param>
/// <param name="Width">The number of pixel columns of an image.</param>
/// <param name="Columns">The columns; empty where rows are images.</param>
internal sealed record RowLayout(int Height, int Width, IReadOnlyList<ReportColumn> Columns)
{
    private const string SlotNames = "SlotNames";

    /// <summary>Gets whether rows are images.</summary>
    public bool IsImage => Height > 0;

    /// <summary>Finds the meaning of the rows of a model.</summary>
    /// <param name="manifest">The manifest of the model.</param>
    /// <param name="features">The column with the features. Its slots may have names.</param>
    /// <param name="imageSize">The size of the images; null for the size in the manifest.</param>
    /// <exception cref="ArgumentException">
    /// The number of pixels differs from the number of inputs of the model.
    /// </exception>
    public static RowLayout Find(
        VaeManifest manifest,
        DataViewSchema.Column? features,
        (int Height, int Width)? imageSize
    )
    {
        if (manifest.IsTable)
        {
            return new(0, 0, [.. TableColumns(manifest)]);
        }

        if (imageSize is { } size)
        {
            return size.Height > 0 && size.Width > 0 && size.Height * size.Width == manifest.Architecture.InputDim
                ? new(size.Height, size.Width, [])
                : throw new ArgumentException(
                    $"The image size {size.Height} x {size.Width} does not fit model '{manifest.Name}', which has {manifest.Architecture.InputDim} inputs. Set a size with {manifest.Architecture.InputDim} pixels.",
                    nameof(imageSize)
                );
        }

        return manifest.Architecture.Image is [1, var height, var width]
            ? new(height, width, [])
            : new(0, 0, [.. FeatureNames(manifest, features).Select(Feature)]);
    }

    private static IEnumerable<ReportColumn> TableColumns(VaeManifest manifest)
    {
        (var slot, var decoded) = (0, 0);
        foreach (var column in manifest.Columns)
        {
            var dates = manifest.FindDateSchema(column);
            for (var i = 0; i < column.Width; i++)
            {
                ReportColumn shown = new(NameOf(column, i), column.Type, slot, decoded, Categories(column))
                {
                    TrainingMissingShare = column.MissingShare,
                    DateSchema = i == 0 ? dates : null,
                    CompletesDate = i > 0 && dates is not null,
                };
                yield return shown;
                slot++;
                decoded += shown.DecodedWidth;
            }
        }
    }

    private static string NameOf(VaeColumn column, int slot) =>
        column.Width == 1 ? column.Name : $"{column.Name}.{column.SlotNames?[slot] ?? Number(slot)}";

    /// <summary>Returns the texts of a key's categories. A category without a text is named by its number.</summary>
    private static IReadOnlyList<string> Categories(VaeColumn column) =>
        column.KeyValues ?? [.. Enumerable.Range(1, column.KeyCount ?? 0).Select(Number)];

    private static IEnumerable<string> FeatureNames(VaeManifest manifest, DataViewSchema.Column? features)
    {
        var width = manifest.Architecture.InputDim;
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (features is { } column && column.Annotations.Schema.GetColumnOrNull(SlotNames) is not null)
        {
            column.GetSlotNames(ref names);
        }

        return names.Length == width
            ? names.DenseValues().Select(name => $"{name}")
            : Enumerable.Range(0, width).Select(Number);
    }

    private static ReportColumn Feature(string name, int slot) => new(name, VaeColumn.SingleType, slot, slot, []);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
