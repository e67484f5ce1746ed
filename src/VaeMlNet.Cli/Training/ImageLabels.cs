namespace VaeMlNet.Cli;

/// <summary>The labels of images, for the training of semi-supervised models and of embeddings that predict them.</summary>
/// <param name="Path">The file or the folder of the labels, for messages.</param>
/// <param name="Values">The label of each image, or <see cref="None"/>.</param>
internal sealed record ImageLabels(string Path, byte[] Values)
{
    public const string ColumnName = "Label";

    /// <summary>The value of an image without a label.</summary>
    public const byte None = byte.MaxValue;

    /// <summary>Gets the number of labels, from 0 to the largest.</summary>
    public int Count => Values.Where(label => label != None).DefaultIfEmpty().Max() + 1;

    /// <summary>Returns the labels of the first images.</summary>
    public ImageLabels Take(int count) => this with { Values = Values[..count] };

    /// <summary>Checks that a model can tell labels from each other.</summary>
    /// <exception cref="CommandException">Fewer than two different labels are known.</exception>
    public void Check()
    {
        var count = Values.Where(label => label != None).Distinct().Count();
        if (count < 2)
        {
            throw new CommandException(
                $"'{Path}' labels the {Values.Length} training rows with {count} different labels, expected at least 2. Pass rows of other labels, or a larger --rows if it is given."
            );
        }
    }

    /// <summary>Returns the subfolders of pictures as labels, in their ordinal order.</summary>
    public static ImageLabels Of(PictureFolder pictures)
    {
        string[] names = [.. pictures.Labels.Distinct().Where(label => label.Length > 0).Order(StringComparer.Ordinal)];
        return names.Length is > 1 and < None
            ? new(
                pictures.Path,
                [
                    .. pictures.Labels.Select(label =>
                        label.Length == 0 ? None : (byte)Array.BinarySearch(names, label, StringComparer.Ordinal)
                    ),
                ]
            )
            : throw new CommandException(
                $"'{pictures.Path}' has {names.Length} subfolders with pictures, which are the labels, expected 2 to {None - 1}."
            );
    }

    public static ImageLabels Read(string path, int rowCount)
    {
        var values = IdxLabels.Read(path);
        return values.Length == rowCount
            ? new(path, values)
            : throw new CommandException(
                $"'{path}' has {values.Length} labels, but there are {rowCount} training rows. Pass the labels that belong to these rows."
            );
    }
}
