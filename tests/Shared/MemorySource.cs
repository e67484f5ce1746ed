using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>The bytes of one file as a source, so that nothing stays open or on disk.</summary>
public sealed class MemorySource(byte[] bytes) : IMultiStreamSource
{
    public int Count => 1;

    public string GetPathOrNull(int index) => null!;

    public Stream Open(int index) => new MemoryStream(bytes);

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    public static byte[] Save(MLContext ml, IDataView data, bool keepHidden = false)
    {
        using var stream = new MemoryStream();
        ml.Data.SaveAsBinary(data, stream, keepHidden);
        return stream.ToArray();
    }

    public static IDataView SaveAndLoad(MLContext ml, IDataView data) =>
        ml.Data.LoadFromBinary(new MemorySource(Save(ml, data)));
}
