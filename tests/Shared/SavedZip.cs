using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>Saves pipelines into memory and loads them, each time with another MLContext, as another process would.</summary>
public static class SavedZip
{
    public static byte[] Save(ITransformer model, DataViewSchema schema)
    {
        using var zip = new MemoryStream();
        new MLContext(seed: 2).Model.Save(model, schema, zip);
        return zip.ToArray();
    }

    public static ITransformer Load(byte[] zip) => new MLContext(seed: 3).Model.Load(new MemoryStream(zip), out _);

    public static ITransformer SaveAndLoad(ITransformer model, DataViewSchema schema) => Load(Save(model, schema));

    /// <summary>Returns the transformers of a chain, with those of nested chains instead of the chains.</summary>
    public static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];

    /// <summary>Returns whether two zip files have the same entries, byte by byte.</summary>
    public static bool HoldTheSame(byte[] zip, byte[] other)
    {
        var entries = Entries(zip, "");
        var others = Entries(other, "");
        return entries.Length == others.Length
            && entries.Zip(others, (a, b) => a.AsSpan().SequenceEqual(b)).All(same => same);
    }

    /// <summary>Returns the bytes of every entry whose name has an ending.</summary>
    public static byte[][] Entries(byte[] zip, string ending)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return
        [
            .. archive
                .Entries.Where(e => e.FullName.EndsWith(ending, StringComparison.Ordinal))
                .Select(e =>
                {
                    using var stream = e.Open();
                    using var copy = new MemoryStream();
                    stream.CopyTo(copy);
                    return copy.ToArray();
                }),
        ];
    }

    /// <summary>Returns the graphs that ApplyOnnxModel saves, without the int32 length before each graph.</summary>
    public static byte[][] Graphs(byte[] zip) => [.. Entries(zip, "OnnxModel").Select(e => e[sizeof(int)..])];

    /// <summary>Returns whether an entry contains a text, in one or two bytes for each character.</summary>
    public static bool Mentions(byte[] entry, string text) =>
        entry.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
        || entry.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;

    /// <summary>Returns the name, type and slot names of the visible columns, in order.</summary>
    public static string[] Visible(DataViewSchema schema) =>
        [.. ViewRows.Visible(schema).Select(c => $"{c.Name}: {c.Type} {Shapes.SlotNames(c)}".TrimEnd())];
}
