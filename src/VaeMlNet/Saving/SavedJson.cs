using System.Text.Json;

namespace VaeMlNet;

/// <summary>Writes VaeMlNet's JSON into the metadata of saved graphs, and reads it from files that may be untrusted.</summary>
internal static class SavedJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <summary>Returns a value as JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a value from the metadata of a graph; null if the graph has none of that key.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a graph.</exception>
    /// <exception cref="JsonException">The text is not such a value.</exception>
    public static T? Find<T>(byte[] graph, string key)
        where T : class =>
        OnnxMetadata.Find(graph, key) is { } text
            ? JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("It contains only null.")
            : null;
}
