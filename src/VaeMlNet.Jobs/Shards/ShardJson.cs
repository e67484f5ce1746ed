using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet.Jobs;

/// <summary>
/// Reads and writes the JSON of plans and records. The serializer is generated, because reflection takes longer than
/// a small shard.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(ShardPlan))]
[JsonSerializable(typeof(PartRecord))]
[JsonSerializable(typeof(PartManifest))]
internal sealed partial class ShardJson : JsonSerializerContext
{
    /// <summary>Writes a file. It appears when it is complete.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write<T>(string path, T content) =>
        OutputFile.Write(path, stream => JsonSerializer.Serialize(stream, content, typeof(T), Default));

    /// <summary>Reads a file.</summary>
    public static T Read<T>(string path, Func<T, int> version, int newest)
        where T : class
    {
        try
        {
            var content =
                (T?)InputFile.Read(path, stream => JsonSerializer.Deserialize(stream, typeof(T), Default))
                ?? throw new JsonException("It contains only null");
            return version(content) == newest
                ? content
                : throw new CommandException(
                    $"'{path}' has format version {version(content)}, but this version of vaemlnet reads at most {newest}. Run the whole job with the version that started it."
                );
        }
        catch (JsonException e)
        {
            throw new CommandException(
                $"'{path}' is damaged: {e.Message.TrimEnd('.')}. Delete the file, then run the shards that are not done.",
                e
            );
        }
    }
}
