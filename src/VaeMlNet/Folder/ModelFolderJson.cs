using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// Serializes the JSON files of a model folder with code that the compiler generates. Reflection would take longer than all
/// other work of opening a folder.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ManifestVersion))]
[JsonSerializable(typeof(VaeManifest))]
[JsonSerializable(typeof(CalibrationScores))]
[JsonSerializable(typeof(HistoryFile))]
internal sealed partial class ModelFolderJson : JsonSerializerContext;

/// <summary>The format version of a manifest, which is read before the other members.</summary>
internal sealed record ManifestVersion
{
    public required int FormatVersion { get; init; }
}
