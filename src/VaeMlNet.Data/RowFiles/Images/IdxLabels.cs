namespace VaeMlNet.Data;

/// <summary>Reads an IDX file of labels.</summary>
internal static class IdxLabels
{
    /// <summary>Reads all labels. Each label is one byte.</summary>
    /// <exception cref="CommandException">The file is missing or damaged, or has no labels.</exception>
    public static byte[] Read(string path)
    {
        return InputFile.Read(
            path,
            stream =>
            {
                var header = IdxHeader.Read(stream, path, dimensionCount: 1);
                var labels = new byte[header.Dimensions[0]];
                stream.ReadExactly(labels);
                return labels;
            }
        );
    }
}
