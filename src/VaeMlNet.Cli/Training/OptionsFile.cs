using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet.Cli;

/// <summary>
/// Reads and writes <see cref="VaeTrainerOptions"/> as JSON, with the names and values of <c>options</c> in a checkpoint.json:
/// snake_case, and <c>kind</c> for the type of an option.
/// </summary>
internal static class OptionsFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowOutOfOrderMetadataProperties = true,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions Written = new(Json)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes a file that <see cref="Read"/> reads. Options that are chosen from the data are left out.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(string path, VaeTrainerOptions options) =>
        OutputFile.Write(
            path,
            stream =>
            {
                JsonSerializer.Serialize(stream, options, Written);
                stream.WriteByte((byte)'\n');
            }
        );

    /// <summary>Reads a file. Members that it does not have keep their defaults.</summary>
    public static VaeTrainerOptions Read(string path)
    {
        try
        {
            return InputFile.ReadJson(path, stream => JsonSerializer.Deserialize<VaeTrainerOptions>(stream, Json))
                ?? throw new JsonException("It contains only null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // NotSupportedException: no type has the given kind.
            throw new CommandException(
                $"'{path}' is not an options file: {e.Message.TrimEnd('.')}. Its members must be those of VaeTrainerOptions in snake_case, "
                    + "as under \"options\" in the checkpoint.json of 'vaemlnet train'.",
                e
            );
        }
    }
}
