using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    private const string ModelDirectory = "TransformerChain";
    private const string SchemaEntry = "Schema";
    private const string VersionEntry = "TrainingInfo/Version.txt";

    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        Check.Value(model, nameof(model));
        Check.Value(stream, nameof(stream));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        ModelSaveContext.WriteEntry(archive, VersionEntry, writer => writer.Write("5.0.0"u8));
        if (inputSchema != null)
        {
            ModelSaveContext.WriteEntry(archive, SchemaEntry, writer => SchemaCodec.Write(writer, inputSchema));
        }

        ModelSaveContext.Save(archive, model, ModelDirectory);
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Check.NonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        Check.Value(stream, nameof(stream));
        using var archive = Open(stream);
        var schema = ModelLoadContext.ReadEntry(archive, SchemaEntry);
        inputSchema = schema == null ? null : SchemaCodec.Read(new BinaryReader(new MemoryStream(schema)));
        return ModelLoadContext.Load<ITransformer>(_environment, archive, ModelDirectory);
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Check.NonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("Failed to open a zip archive", e);
        }
    }
}
