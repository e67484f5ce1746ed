using System.Text.Json;
using System.Text.Json.Serialization;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>The JSON of checkpoints, plans and results of trials.</summary>
internal static class CheckpointJson
{
    /// <summary>Gets the settings.</summary>
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = true,
            NewLine = "\n",
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = 32,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };

    /// <summary>Gets the settings for comparisons. A file can contain a number that is read as infinite.</summary>
    public static JsonSerializerOptions Comparable { get; } =
        new(Options) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Writes a file. It appears when it is complete.</summary>
    public static void Write<T>(string path, T contents)
    {
        using var temporary = TemporaryFile.Beside(path);
        JsonSerializer.Serialize(temporary.Stream, contents, Options);
        temporary.Stream.WriteByte((byte)'\n');
        temporary.MoveTo(path);
    }

    /// <summary>Parses the bytes of a file.</summary>
    /// <exception cref="NotSupportedException">The JSON names no known type.</exception>
    public static T Parse<T>(byte[] utf8) =>
        JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new JsonException("It contains only null.");
}
