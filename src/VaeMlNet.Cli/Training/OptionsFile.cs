using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet.Cli;

/// <summary>
/// Reads <see cref="VaeTrainerOptions"/> from JSON, with the names and values that <c>options</c> of a checkpoint.json has:
/// snake_case, and <c>kind</c> for what an option's type is.
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

    /// <summary>Reads a file; what it leaves out has its default.</summary>
    /// <exception cref="CommandException">The file is missing, or holds a member that is unknown or of a wrong type.</exception>
    public static VaeTrainerOptions Read(string path)
    {
        try
        {
            return InputFile.ReadJson(path, stream => JsonSerializer.Deserialize<VaeTrainerOptions>(stream, Json))
                ?? throw new JsonException("It contains only null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // NotSupportedException: a kind that no type has.
            throw new CommandException(
                $"'{path}' is no options file: {e.Message.TrimEnd('.')}. Members are those of VaeTrainerOptions in snake_case, "
                    + "as under \"options\" in the checkpoint.json of 'vaemlnet train'.",
                e
            );
        }
    }
}
