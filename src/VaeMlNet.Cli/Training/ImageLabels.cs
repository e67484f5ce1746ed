namespace VaeMlNet.Cli;

/// <summary>The labels of images, for the training of semi-supervised models and of embeddings that predict them.</summary>
/// <param name="Values">The label of each image, or <see cref="None"/>.</param>
internal sealed record ImageLabels(byte[] Values)
{
    public const string ColumnName = "Label";

    /// <summary>The value of an image without a label.</summary>
    public const byte None = byte.MaxValue;

    /// <summary>Gets the number of labels, from 0 to the largest.</summary>
    public int Count => Values.Where(label => label != None).DefaultIfEmpty().Max() + 1;

    /// <summary>Returns the subfolders of pictures as labels, in their ordinal order.</summary>
    public static ImageLabels Of(PictureFolder pictures)
    {
        string[] names = [.. pictures.Labels.Distinct().Where(label => label.Length > 0).Order(StringComparer.Ordinal)];
        return names.Length is > 0 and < None
            ? new([
                .. pictures.Labels.Select(label =>
                    label.Length == 0 ? None : (byte)Array.BinarySearch(names, label, StringComparer.Ordinal)
                ),
            ])
            : throw new CommandException(
                $"'{pictures.Path}' has {names.Length} subfolders with pictures, which are the labels, expected 1 to {None - 1}."
            );
    }

    public static ImageLabels Read(string path, int rowCount)
    {
        var values = IdxLabels.Read(path);
        return values.Length == rowCount
            ? new(values)
            : throw new CommandException(
                $"'{path}' has {values.Length} labels, but there are {rowCount} training rows. Pass the labels that belong to these rows."
            );
    }
}
