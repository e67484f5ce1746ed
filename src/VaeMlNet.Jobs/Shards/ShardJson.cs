using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet.Jobs;

/// <summary>The JSON of plans and records; generated, because a shard of few rows is done before reflection would be.</summary>
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
    /// <summary>Writes a file; it appears when it is complete.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static void Write<T>(string path, T content) =>
        OutputFile.Write(path, stream => JsonSerializer.Serialize(stream, content, typeof(T), Default));

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">It is missing, damaged, or of a newer format.</exception>
    public static T Read<T>(string path, Func<T, int> version, int newest)
        where T : class
    {
        try
        {
            var content =
                (T?)InputFile.Read(path, stream => JsonSerializer.Deserialize(stream, typeof(T), Default))
                ?? throw new JsonException("It holds only null");
            return version(content) == newest
                ? content
                : throw new CommandException(
                    $"'{path}' has format version {version(content)}, this vaemlnet knows {newest}. Use the vaemlnet that began the job for all of it."
                );
        }
        catch (JsonException e)
        {
            throw new CommandException(
                $"'{path}' is damaged: {e.Message.TrimEnd('.')}. Delete it and run the shards again that then are not done.",
                e
            );
        }
    }
}
