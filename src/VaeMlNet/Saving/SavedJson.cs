using System.Text.Json;

namespace VaeMlNet;

/// <summary>Writes VaeMlNet's JSON into the metadata of saved graphs, and reads it from files that may be untrusted.</summary>
internal static class SavedJson
{
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            MaxDepth = 16,
        };
}
