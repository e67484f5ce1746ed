using System.Text;

namespace VaeMlNet.Data;

/// <summary>Files with schemas of tables.</summary>
internal static class TableSchemaFile
{
    public static VaeTableSchema Read(string path)
    {
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
