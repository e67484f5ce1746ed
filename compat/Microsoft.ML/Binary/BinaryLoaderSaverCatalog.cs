using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class BinaryLoaderSaverCatalog
{
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, IMultiStreamSource fileSource)
    {
        Check.Value(catalog, nameof(catalog));
        Check.Value(fileSource, nameof(fileSource));
        Check.Param(fileSource.Count == 1, nameof(fileSource), "binary loader must be created with one file");
        return Load(fileSource.Open(0));
    }

    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, string path)
    {
        Check.Value(catalog, nameof(catalog));
        Check.NonEmpty(path, nameof(path));
        Check.Param(File.Exists(path), nameof(path), $"File does not exist at path: {path}");
        return Load(File.OpenRead(path));
    }

    public static void SaveAsBinary(
        this DataOperationsCatalog catalog,
        IDataView data,
        Stream stream,
        bool keepHidden = false
    )
    {
        Check.Value(catalog, nameof(catalog));
        Check.Value(data, nameof(data));
        Check.Value(stream, nameof(stream));
        var columns = data
            .Schema.Where(column => (keepHidden || !column.IsHidden) && ValueCodecs.IsSavable(column.Type))
            .ToArray();
        Check.That(columns.Length > 0, "No valid columns to save");
        Check.Param(stream.CanWrite, nameof(stream), "cannot save to non-writable stream");
        Check.Param(stream.CanSeek, nameof(stream), "cannot save to non-seekable stream");
        Check.Param(stream.Position == 0, nameof(stream), "stream must be positioned at head of stream");
        new BinarySaver(data, columns).Save(stream);
    }

    private static BinaryView Load(Stream stream)
    {
        try
        {
            return new BinaryView(new BinaryFile(stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
