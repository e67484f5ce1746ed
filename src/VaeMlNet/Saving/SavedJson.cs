using System.Text.Json;

namespace VaeMlNet;

/// <summary>How what VaeMlNet keeps in the metadata of saved graphs is written, and read from files that nobody has vouched for.</summary>
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
