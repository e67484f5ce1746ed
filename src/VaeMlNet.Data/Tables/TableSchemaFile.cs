using System.Text;

namespace VaeMlNet.Data;

/// <summary>Files with schemas of tables.</summary>
internal static class TableSchemaFile
{
    /// <summary>Reads a file, or the schema of a model folder.</summary>
    /// <exception cref="CommandException">It cannot be read, or the model has no schema.</exception>
    public static VaeTableSchema Read(string path)
    {
        if (Directory.Exists(path))
        {
            return VaeModel.ReadManifest(path).TableSchema
                ?? throw new CommandException(
                    $"Model '{path}' has no schema, because it was not trained on the columns of a file. Pass a schema file."
                );
        }

        try
        {
            return InputFile.ReadJson(
                path,
                stream =>
                {
                    using StreamReader reader = new(stream, Encoding.UTF8);
                    return VaeTableSchema.Parse(reader.ReadToEnd(), path);
                }
            );
        }
        catch (FormatException e)
        {
            throw new CommandException(e.Message, e);
        }
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static void Write(string path, VaeTableSchema schema) =>
        OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(schema.ToJson())));
}
